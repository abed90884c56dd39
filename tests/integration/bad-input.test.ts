import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { exampleJobRun } from '../../electron/engine/store/fixtures/plain.ts'
import { command } from '../support/command.ts'
import { localEngine, runEnd } from '../support/local-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the data folder', () => {
  it.runIf(process.platform === 'linux')('is refused in /proc, which takes no folders', async () => {
    const { exitCode, errors } = await command(['runs', '--data-dir', '/proc/batchyard/data'])
    expect(exitCode).toBe(3)
    expect(errors).toContain('The data folder /proc/batchyard/data cannot be created')
  })

  it('is made with the folders above it', async () => {
    await using folder = await temporaryFolder()
    await using local = await localEngine(folder.at('a', 'b', 'ü ber', 'data'))
    expect(await local.client.runs.list({})).toEqual([])
  })

  it('may be made by several engines at once', async () => {
    await using folder = await temporaryFolder()
    const engines = await Promise.all(
      Array.from({ length: 4 }, () => localEngine(folder.at('a', 'b', 'data'))),
    )
    for (const local of engines) await local[Symbol.asyncDispose]()
    expect(await readdir(folder.at('a', 'b', 'data', 'owners'))).toEqual([])
  })

  it.runIf(process.platform === 'linux')(
    'of which SQLite cannot be told the name is not replaced by another',
    async () => {
      await using folder = await temporaryFolder()
      await expect(localEngine(folder.at('bad\uDCFFname'))).rejects.toThrow('bad\\xFFname')
      expect(await readdir(folder.path)).toEqual([])
    },
  )

  it('with a path that is too long for SQLite is said to be that', async () => {
    await using folder = await temporaryFolder()
    await expect(localEngine(folder.at('x'.repeat(200), 'y'.repeat(200), 'z'.repeat(200)))).rejects.toThrow(
      'too long',
    )
  })

  it.skipIf(process.platform === 'win32')(
    'with a database that is a loop of links is said to be that',
    async () => {
      await using folder = await temporaryFolder()
      await symlink('other', folder.at('batchyard.db'))
      await symlink('batchyard.db', folder.at('other'))
      await expect(localEngine(folder.path)).rejects.toThrow('symbolic links lead back')
    },
  )
})

describe('a CSV file', () => {
  it.each(['batchyard.db', 'batchyard.db-wal', 'owners/x.csv'])(
    'never takes the place of %s',
    async (name) => {
      await using folder = await temporaryFolder()
      await writeFile(folder.at('one'), 'one')
      const data = folder.at('data')
      const words = ['run', '--task', 'checksum', '--input', folder.at('one'), '--data-dir', data, '--quiet']
      expect((await command(words)).exitCode).toBe(0)
      const { exitCode, errors } = await command([
        'export',
        'latest',
        '--data-dir',
        data,
        '--csv',
        folder.at('data', ...name.split('/')),
      ])
      expect(exitCode).not.toBe(0)
      expect(errors).toContain('Choose another')
      const { text } = await command(['runs', '--json', '--data-dir', data])
      expect(JSON.parse(text)).toMatchObject([{ id: 1, state: 'finished' }])
    },
  )

  it('never takes the place of the database behind a link', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('one'), 'one')
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('one') }],
      task: { type: 'checksum' },
    })
    await runEnd(local.client, runId)
    await symlink(folder.at('data'), folder.at('elsewhere'), 'junction')
    await expect(
      local.client.exports.csv({ runId, path: folder.at('elsewhere', 'batchyard.db') }),
    ).rejects.toMatchObject({ code: 'EXPORT_FAILED' })
    await expect(local.client.exports.csv({ runId, path: 'results.csv' })).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
    })
    const beside = folder.at('data', 'results.csv')
    await local.client.exports.csv({ runId, path: beside })
    expect(await readFile(beside, 'utf8')).toContain(folder.at('one'))
  })

  it.runIf(process.platform === 'linux')('bears the very name that was asked for', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('one'), 'one')
    await mkdir(folder.at('out'))
    await using local = await localEngine(folder.at('data'))
    const { runId } = await local.client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('one') }],
      task: { type: 'checksum' },
    })
    await runEnd(local.client, runId)
    const path = folder.at('out', 'bad\uDCFFname.csv')
    await local.client.exports.csv({ runId, path })
    await local.client.exports.csv({ runId, path })
    const names = await readdir(folder.at('out'), { encoding: 'buffer' })
    expect(names.map((name) => name.toString('latin1'))).toEqual(['bad\u00FFname.csv'])
  })
})

describe('the size of a file', () => {
  it('that no number can hold exactly is capped, and hurts neither the run nor the history', async () => {
    await using folder = await temporaryFolder()
    await using local = await localEngine(folder.at('data'))
    const { store } = local.engine
    const runId = await store.createRun(exampleJobRun())
    const sizes = [2 ** 53, 2 ** 63 - 1, Number.MAX_SAFE_INTEGER]
    await store.addItems(
      runId,
      sizes.map((size, index) => ({
        path: `/huge/${index}`,
        size,
        modifiedAt: 0,
        rootLength: 0,
        problem: null,
      })),
    )
    await store.commitResults(runId, {
      results: sizes.map((size, index) => ({
        seq: index + 1,
        path: `/huge/${index}`,
        attempt: 1,
        bytes: size,
        startedAt: 0,
        duration: 0,
        worker: 1,
        outcome: { status: 'succeeded', values: ['x'] },
      })),
      attempts: [],
      logs: [],
    })
    await store.finishRun(runId, {
      state: 'finished',
      finishedAt: Date.now(),
      duration: 1,
      error: null,
      stopReason: null,
    })
    const cap = Number.MAX_SAFE_INTEGER
    expect(await local.client.runs.list({})).toMatchObject([{ bytesTotal: cap, bytesDone: cap }])
    const { rows } = await local.client.runs.results({ runId })
    expect(rows.map((row) => row.size)).toEqual([cap, cap, cap])
  })
})
