import { execFileSync, spawn } from 'node:child_process'
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { JobInput } from '../../shared/model/job.ts'
import { nothingLeftOut } from '../../shared/model/run.ts'
import { rowsOf } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { localEngine, runEnd, untilRun, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

async function photos(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('in', 'trash'), { recursive: true })
  await mkdir(folder.at('in', 'deep', 'er'), { recursive: true })
  const names = [
    'a.jpg',
    'B.JPG',
    '.c.jpg',
    'notes.txt',
    'trash/d.jpg',
    'deep/e.jpg',
    'deep/er/f.jpg',
    'old.jpg',
  ]
  for (const name of names) await writeFile(folder.at('in', name), name)
  await writeFile(folder.at('in', 'large.jpg'), 'x'.repeat(5_000))
  await utimes(folder.at('in', 'old.jpg'), 0, Date.now() / 1_000 - 10 * 86_400)
  return folder
}

async function pathsOf(local: LocalEngine, job: JobInput): Promise<string[]> {
  const { runId } = await local.client.runs.start(job)
  await runEnd(local.client, runId)
  const { rows } = await local.client.runs.results({ runId, limit: 1_000 })
  return rows.map((row) => row.path).sort()
}

describe('the inputs of a run', () => {
  it('go through the filter of the job, and what it left out is kept with the run by reason', async () => {
    await using folder = await photos()
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      filter: {
        extensions: ['jpg'],
        exclude: ['trash/'],
        hidden: false,
        maxDepth: 2,
        maxSize: 4_096,
        modifiedAfter: '7d',
      },
      task: { type: 'checksum' },
    })
    const { run } = await runEnd(local.client, runId)
    const expected = {
      ...nothingLeftOut,
      hidden: 1,
      extension: 1,
      pattern: 1,
      tooDeep: 1,
      size: 1,
      modified: 1,
    }
    expect(run.leftOut).toEqual(expected)
    expect(run.counts).toMatchObject({ total: 3, succeeded: 3 })
    expect((await local.client.runs.get({ runId })).run.leftOut).toEqual(expected)
    const plan = await local.client.runs.plan({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      filter: { extensions: ['txt'] },
      task: { type: 'checksum' },
    })
    expect(plan).toMatchObject({ items: 1, leftOut: { ...nothingLeftOut, extension: 8 } })
  })

  it('are found through links once each, where links are followed', async () => {
    await using folder = await photos()
    await symlink('..', folder.at('in', 'deep', 'up'))
    await symlink('a.jpg', folder.at('in', 'zz.jpg'))
    await using local = await localEngine(folder.at('data'))
    const job: JobInput = {
      inputs: [{ kind: 'path', path: folder.at('in') }],
      filter: { followLinks: true, extensions: ['jpg'] },
      task: { type: 'checksum' },
    }
    const { runId } = await local.client.runs.start(job)
    const { run } = await runEnd(local.client, runId)
    expect(run.counts).toMatchObject({ total: 8, succeeded: 8 })
    expect(run.leftOut).toEqual({ ...nothingLeftOut, duplicates: 1, links: 1, extension: 1 })
  })

  it('may be a column of a CSV file, and numbers for a task that needs no file', async () => {
    await using folder = await photos()
    await writeFile(folder.at('list.csv'), 'id;file\n1;in/a.jpg\n2;in/deep\n3;in/a.jpg\n')
    await using local = await localEngine(folder.at('data'))
    const csv = { kind: 'csv', path: folder.at('list.csv'), base: folder.path } as const
    const task = { type: 'checksum' }
    expect(await pathsOf(local, { inputs: [{ ...csv, column: 'file' }], task })).toEqual(
      ['a.jpg', 'deep/e.jpg', 'deep/er/f.jpg'].map((name) => folder.at('in', name)),
    )
    await expect(
      local.client.runs.start({ inputs: [{ ...csv, column: 'path' }], task }),
    ).rejects.toMatchObject({ code: 'NO_INPUT', message: /no column "path"; its columns are "id", "file"/u })
    const range = { kind: 'range', range: { from: 8, to: 11, digits: 3 } } as const
    await expect(local.client.runs.start({ inputs: [range], task })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: /8 to 11 are no files/u,
    })
    const wait = { type: 'wait', parameters: { shortest: 0, longest: 0 } }
    expect(await pathsOf(local, { inputs: [range], task: wait })).toEqual(['008', '009', '010', '011'])
  })

  it.runIf(process.platform !== 'win32')(
    'wait for the late writer of a named pipe, or for a cancel',
    async () => {
      await using folder = await photos()
      execFileSync('mkfifo', [folder.at('pipe')])
      await using local = await localEngine(folder.at('data'))
      const job: JobInput = {
        inputs: [{ kind: 'list', path: folder.at('pipe'), separator: 'newline', base: folder.at('in') }],
        task: { type: 'checksum' },
      }
      const { runId } = await local.client.runs.start(job)
      await untilRun(local.client, runId, ({ run }) => run.state === 'running' && !run.enumerated)
      spawn('sh', ['-c', 'echo a.jpg > "$0"', folder.at('pipe')])
      expect((await runEnd(local.client, runId)).run).toMatchObject({
        state: 'finished',
        counts: { total: 1 },
      })

      const { runId: second } = await local.client.runs.start(job)
      await untilRun(local.client, second, ({ run }) => run.state === 'running')
      await local.client.runs.cancel({ runId: second })
      expect((await local.client.runs.get({ runId: second })).run).toMatchObject({
        state: 'cancelled',
        counts: { total: 0 },
      })
    },
  )

  it('are looked up many at once', async () => {
    await using folder = await photos()
    await using local = await localEngine(folder.at('data'))
    const texts = Array.from({ length: 10_000 }, (_, index) => folder.at('in', `${index}.jpg`))
    const inspections = await local.client.inputs.inspectMany({ texts: [...texts.slice(1), folder.at('in')] })
    expect(inspections).toHaveLength(10_000)
    expect(inspections.at(-1)).toEqual({ kind: 'folder', path: folder.at('in') })
    expect(inspections[0]).toEqual({ kind: 'missing', path: texts[1] })
    await expect(local.client.inputs.inspectMany({ texts: [...texts, '/'] })).rejects.toThrow()
  })
})

describe('batchyard run with filters', () => {
  it('does what is left, and says by which rule how much was left out', async () => {
    await using folder = await photos()
    const end = await command(
      'run --task checksum --input in --ext jpg --exclude trash/ --no-hidden --max-size 4KiB --csv - --data-dir data'.split(
        ' ',
      ),
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(0)
    expect(
      rowsOf(end.text)
        .map((row) => row['path'])
        .sort(),
    ).toEqual(
      ['B.JPG', 'a.jpg', 'deep/e.jpg', 'deep/er/f.jpg', 'old.jpg'].map((name) => folder.at('in', name)),
    )
    expect(end.errors).toContain('1 hidden file or folder was left out.')
    expect(end.errors).toContain('1 file or folder was left out by a pattern.')
    expect(end.errors).toContain('1 file was left out by its extension.')
    expect(end.errors).toContain('1 file was left out by its size.')
  })

  it('ends with 2 where an option is not understood, before anything is started', async () => {
    await using folder = await photos()
    for (const [options, message] of [
      ['--input in --min-size 10M', '--min-size 10M: expected a number of bytes'],
      ['--input in --include {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'alternatives'],
      ['--range 1..5', 'no files'],
    ] as const) {
      const end = await command(['run', '--task', 'checksum', '--data-dir', 'data', ...options.split(' ')], {
        folder: folder.path,
      })
      expect(end.exitCode).toBe(2)
      expect(end.errors).toContain(message)
    }
  })
})
