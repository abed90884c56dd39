import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobInput } from '../../shared/model/job.ts'
import { nothingLeftOut } from '../../shared/model/run.ts'
import { endlessFiles } from '../support/endless-files.ts'
import { localEngine, runEnd } from '../support/local-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function makeFiles(
  folder: string,
  count: number,
  content: (index: number) => string,
): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths = Array.from({ length: count }, (_, index) =>
    join(folder, `file-${String(index).padStart(6, '0')}.txt`),
  )
  for (const [index, path] of paths.entries()) await writeFile(path, content(index))
  return paths
}

/** A matcher as vitest has it, but with a type. */
function containing(text: string): unknown {
  return expect.stringContaining(text)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function checksumJob(path: string, execution: JobInput['execution'] = {}): JobInput {
  return { inputs: [{ kind: 'path', path }], task: { type: 'checksum' }, execution }
}

describe('a run', () => {
  it('gives every file its digest, in input order when ordered', async () => {
    await using folder = await temporaryFolder()
    const paths = await makeFiles(folder.at('in'), 500, (index) => `content ${index}`)
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start(
      checksumJob(folder.at('in'), { mode: 'imap', workers: 2 }),
    )
    const end = await runEnd(local.client, runId)
    expect(end.run).toMatchObject({
      state: 'finished',
      enumerated: true,
      counts: { total: 500, succeeded: 500, failed: 0, remaining: 0 },
      error: null,
    })
    const page = await local.client.runs.results({ runId, limit: 1_000 })
    expect(page.total).toBe(500)
    expect(page.rows.map((row) => row.path)).toEqual(paths)
    expect(page.rows.map((row) => row.values)).toEqual(paths.map((_, index) => [sha256(`content ${index}`)]))
    expect(page.rows.map((row) => row.position)).toEqual(paths.map((_, index) => index + 1))
    expect(local.logged).toEqual([])
  })

  it('hands out the same results in any mode, chunk size and number of workers', async () => {
    await using folder = await temporaryFolder()
    await makeFiles(folder.at('in'), 120, (index) => 'x'.repeat(index * 7))
    await using local = await localEngine(folder.at('data'))
    const seen = new Set<string>()
    for (const mode of ['imap', 'imap-unordered'] as const) {
      for (const chunkSize of ['auto', 1, 7, 100_000] as const) {
        for (const workers of [1, 3]) {
          const { runId } = await local.client.runs.start(
            checksumJob(folder.at('in'), { mode, chunkSize, workers }),
          )
          const end = await runEnd(local.client, runId)
          expect(end.run.counts).toMatchObject({ total: 120, succeeded: 120, failed: 0, remaining: 0 })
          const { rows } = await local.client.runs.results({ runId, limit: 1_000 })
          const results = rows
            .map((row) => [row.seq, row.path, row.values])
            .toSorted((a, b) => Number(a[0]) - Number(b[0]))
          seen.add(JSON.stringify(results))
        }
      }
    }
    expect(seen.size).toBe(1)
  })

  it('keeps failed files as rows with a reason, and does the rest', async () => {
    await using folder = await temporaryFolder()
    await makeFiles(folder.at('in'), 3, (index) => String(index))
    await symlink('loop-b', folder.at('loop-a'))
    await symlink('loop-a', folder.at('loop-b'))
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start({
      inputs: [
        { kind: 'path', path: folder.at('missing.txt') },
        { kind: 'path', path: folder.at('in') },
        { kind: 'path', path: folder.at('loop-a') },
      ],
      task: { type: 'checksum' },
      execution: { mode: 'imap' },
    })
    const end = await runEnd(local.client, runId)
    expect(end.run.state).toBe('finished')
    expect(end.run.counts).toMatchObject({ total: 5, succeeded: 3, failed: 2, remaining: 0 })
    const failed = await local.client.runs.results({ runId, status: 'failed' })
    expect(failed.total).toBe(2)
    expect(failed.rows.map((row) => [row.seq, row.error?.code])).toEqual([
      [1, 'NOT_FOUND'],
      [5, 'LINK_LOOP'],
    ])
    for (const row of failed.rows) expect(row.error?.message).toContain(row.path)
  })

  it('does a file once, however often it is given, and says so', async () => {
    await using folder = await temporaryFolder()
    const [first = ''] = await makeFiles(folder.at('in'), 4, String)
    await symlink(first, folder.at('link.txt'))
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start({
      inputs: [first, folder.at('in'), first, folder.at('link.txt'), folder.at('in', '..', 'in')].map(
        (path) => ({
          kind: 'path' as const,
          path,
        }),
      ),
      task: { type: 'checksum' },
    })
    const end = await runEnd(local.client, runId)
    expect(end.run.counts).toMatchObject({ total: 4, succeeded: 4 })
    // The file once more, by itself and by its link; and with the folder that holds it; then the folder again.
    expect(end.run.leftOut).toEqual({ ...nothingLeftOut, duplicates: 7 })
  })

  it('refuses a job of which no input exists, and leaves no run behind', async () => {
    await using folder = await temporaryFolder()
    await using local = await localEngine(folder.at('data'))
    await expect(local.client.runs.start(checksumJob(folder.at('nowhere')))).rejects.toMatchObject({
      code: 'NO_INPUT',
      message: containing(folder.at('nowhere')),
    })
    expect(await local.client.runs.list({})).toEqual([])
  })

  it('fails, with the reason, when nothing was found in an empty folder', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('empty'))
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start(checksumJob(folder.at('empty')))
    const end = await runEnd(local.client, runId)
    expect(end.run).toMatchObject({ state: 'failed', enumerated: true, error: { code: 'NO_INPUT' } })
  })

  it('stops at once when cancelled, keeps what was done, and other runs go on', async () => {
    await using folder = await endlessFiles(4)
    await makeFiles(folder.at('other'), 50, String)
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start(
      checksumJob(folder.at('in'), { workers: 1, chunkSize: 1 }),
    )
    const other = await local.client.runs.start(checksumJob(folder.at('other'), { workers: 1 }))
    for await (const event of await local.client.runs.watch()) {
      const all = event.type === 'snapshot' ? event.active : [event.progress]
      if (all.some(({ run }) => run.id === runId && run.counts.succeeded > 0)) break
    }
    const receipt = await local.client.runs.cancel({ runId })
    expect(receipt.run.state).toBe('cancelled')
    expect(receipt.kept).toBeGreaterThan(0)
    const kept = await local.client.runs.results({ runId })
    expect(kept.total).toBe(receipt.kept)
    const stored = await local.client.runs.get({ runId })
    expect(stored.run.counts).toEqual(receipt.run.counts)
    expect(stored.run.counts.remaining).toBeGreaterThan(0)
    await expect(local.client.runs.cancel({ runId })).rejects.toMatchObject({ code: 'RUN_NOT_ACTIVE' })
    expect((await runEnd(local.client, other.runId)).run.counts.succeeded).toBe(50)
  })

  it('fails the file that vanished between listing and reading, and no other', async () => {
    await using folder = await temporaryFolder()
    const paths = await makeFiles(folder.at('in'), 3_000, (index) => String(index).repeat(5_000))
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start(
      checksumJob(folder.at('in'), { mode: 'imap', workers: 1, chunkSize: 1 }),
    )
    // The last one's turn does not come before it is gone.
    await local.client.runs.pause({ runId })
    for await (const event of await local.client.runs.watch()) {
      const all = event.type === 'snapshot' ? event.active : [event.progress]
      if (all.some(({ run }) => run.id === runId && run.enumerated)) break
    }
    await rm(paths.at(-1) ?? '')
    await local.client.runs.resume({ runId })
    const end = await runEnd(local.client, runId)
    expect(end.run.counts).toMatchObject({ total: 3_000, succeeded: 2_999, failed: 1, remaining: 0 })
    const failed = await local.client.runs.results({ runId, status: 'failed' })
    expect(failed.rows).toMatchObject([{ seq: 3_000, error: { code: 'NOT_FOUND' } }])
  })
})

describe('what was done', () => {
  it('is there when the engine is opened again, newest first', async () => {
    await using folder = await temporaryFolder()
    await makeFiles(folder.at('in'), 10, String)
    const ids: number[] = []
    {
      await using local = await localEngine(folder.at('data'))
      for (const algorithm of ['sha256', 'md5']) {
        const job = {
          ...checksumJob(folder.at('in')),
          name: algorithm,
          task: { type: 'checksum', parameters: { algorithm } },
        }
        const { runId } = await local.client.runs.start(job)
        await runEnd(local.client, runId)
        ids.push(runId)
      }
    }
    await using again = await localEngine(folder.at('data'))
    const runs = await again.client.runs.list({})
    expect(runs.map((run) => run.id)).toEqual(ids.toReversed())
    expect(runs.map((run) => [run.name, run.state, run.counts.succeeded])).toEqual([
      ['md5', 'finished', 10],
      ['sha256', 'finished', 10],
    ])
    const page = await again.client.runs.results({ runId: ids[0] ?? 0 })
    expect(page.total).toBe(10)
    expect(await again.client.runs.list({ limit: 1, before: ids[1] ?? 0 })).toMatchObject([{ id: ids[0] }])
  })

  it('counts as interrupted when the engine closes under a run', async () => {
    await using folder = await temporaryFolder()
    await makeFiles(folder.at('in'), 2_000, (index) => String(index).repeat(10_000))
    let id = 0
    {
      await using local = await localEngine(folder.at('data'))
      id = (await local.client.runs.start(checksumJob(folder.at('in'), { workers: 1 }))).runId
    }
    await using again = await localEngine(folder.at('data'))
    const { run } = await again.client.runs.get({ runId: id })
    expect(run.state).toBe('interrupted')
    expect(run.finishedAt).not.toBeNull()
    expect(run.counts.succeeded).toBe((await again.client.runs.results({ runId: id })).total)
  })

  it('exports to a CSV file with a row for every item', async () => {
    await using folder = await temporaryFolder()
    const paths = await makeFiles(folder.at('in'), 20, String)
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start(checksumJob(folder.at('in'), { mode: 'imap' }))
    await runEnd(local.client, runId)
    const columns = await local.client.exports.columns({ runId })
    expect(columns.map((column) => column.name)).toContain('digest')
    const receipt = await local.client.exports.csv({
      runId,
      path: folder.at('out.csv'),
      options: { columns: ['digest', 'path'] },
    })
    expect(receipt.rows).toBe(20)
    const text = await readFile(folder.at('out.csv'), 'utf8')
    expect(receipt.bytes).toBe(Buffer.byteLength(text))
    expect(text).toBe(
      ['digest,path', ...paths.map((path, index) => `${sha256(String(index))},${path}`), ''].join('\r\n'),
    )
  })
})

describe('the job of a run', () => {
  it('is told whole, so that the same can be started again', async () => {
    await using folder = await temporaryFolder()
    const paths = await makeFiles(folder.at('in'), 150, String)
    await using local = await localEngine(folder.at('data'))
    const { client } = local
    const { runId } = await client.runs.start({
      name: 'All but some',
      inputs: paths.map((path) => ({ kind: 'path', path })),
      filter: { minSize: 2 },
      task: { type: 'checksum', parameters: { algorithm: 'md5' } },
      execution: { retries: 3, timeout: 60_000 },
    })
    const { run } = await runEnd(client, runId)
    const job = await client.runs.job({ runId })
    expect(job).toMatchObject({
      name: 'All but some',
      filter: { minSize: 2 },
      task: { parameters: { algorithm: 'md5' } },
      execution: { retries: 3, timeout: 60_000 },
    })
    expect(job.inputs).toHaveLength(150)
    const again = await client.runs.start(job)
    expect((await runEnd(client, again.runId)).run.counts).toEqual(run.counts)
    expect(run.counts.total).toBe(140)
    await expect(client.runs.job({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })
})

describe('the contract', () => {
  it('refuses what it does not understand, with a code and words', async () => {
    await using folder = await temporaryFolder()
    await using local = await localEngine(folder.at('data'))
    const { client } = local
    const inputs = [{ kind: 'path' as const, path: folder.path }]
    await expect(client.runs.start({ inputs, task: { type: 'chekcsum' } })).rejects.toMatchObject({
      code: 'UNKNOWN_TASK',
      message: containing('checksum'),
    })
    await expect(
      client.runs.start({ inputs, task: { type: 'checksum', parameters: { algorithm: 'crc32' } } }),
    ).rejects.toMatchObject({ code: 'INVALID_PARAMETERS', message: containing('algorithm') })
    await expect(
      client.runs.start({ inputs, task: { type: 'checksum' }, execution: { workers: 0 } }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: containing('workers') })
    await expect(
      client.runs.start({ inputs, task: { type: 'checksum' }, execution: { chunkSize: -3 } }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: containing('chunk size') })
    await expect(client.runs.get({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await expect(client.runs.results({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await expect(client.runs.cancel({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    await expect(client.exports.columns({ runId: 99 })).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    expect(local.logged).toEqual([])
  })
})
