import { readdir, truncate, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { threeFiles } from '../support/batch.ts'
import { command } from '../support/command.ts'
import type { TemporaryFolder } from '../support/temporary-folder.ts'

const dataDirectory = ['--data-dir', 'data']

describe('batchyard plan', () => {
  it('says what a run would do, and leaves no run', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    const words = ['plan', '--task', 'checksum', 'photos', 'gone.jpg', ...dataDirectory]
    const plan = await command(words, here)
    expect([plan.exitCode, plan.errors]).toEqual([0, ''])
    expect(plan.text).toMatch(/^4 files, 11 B\.\n1 file would fail:\n {2}.*gone\.jpg/u)
    const json = await command([...words, '--json'], here)
    expect(JSON.parse(json.text)).toMatchObject({ items: 4, bytes: 11, problems: 1, alreadyDone: 0 })
    expect((await command(['runs', '--json', ...dataDirectory], here)).text).toBe('[]\n')
  })

  it('counts what was done before', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    await command(['run', '--task', 'checksum', 'photos', ...dataDirectory], here)
    await writeFile(folder.at('photos', 'new.jpg'), 'new')
    await writeFile(folder.at('photos', 'a.jpg'), 'changed')
    const plan = await command(
      ['plan', '--task', 'checksum', 'photos', '--skip-done', '--json', ...dataDirectory],
      here,
    )
    expect(JSON.parse(plan.text)).toMatchObject({ items: 4, alreadyDone: 2 })
    const run = await command(['run', '--task', 'checksum', 'photos', '--skip-done', ...dataDirectory], here)
    expect(run.exitCode).toBe(0)
    expect(run.errors).toContain('2 succeeded, 0 failed, 2 already done.')
  })

  it('refuses what a run would refuse', async () => {
    const none = await command(['plan', '--task', 'checksum'])
    expect(none.exitCode).toBe(2)
    expect(none.errors).toMatch(/^batchyard: an input is needed: /u)
  })
})

describe('batchyard show and log', () => {
  let folder: TemporaryFolder
  let here: { readonly folder: string }

  beforeAll(async () => {
    folder = await threeFiles()
    here = { folder: folder.path }
    await command(
      ['run', '--task', 'checksum', 'photos', 'gone.jpg', '--mode', 'imap', ...dataDirectory],
      here,
    )
  })
  afterAll(async () => {
    await folder[Symbol.asyncDispose]()
  })

  it('tell what became of a run and of one file', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    await command(
      ['run', '--task', 'checksum', 'photos', 'gone.jpg', '--mode', 'imap', ...dataDirectory],
      here,
    )
    const shown = await command(['show', 'latest', ...dataDirectory], here)
    expect([shown.exitCode, shown.errors]).toEqual([0, ''])
    expect(shown.text).toMatch(/^Run 1: Checksum\nState {6}finished after .* at work\n/u)
    expect(shown.text).toMatch(/^Task {7}checksum \(algorithm: sha256\)$/mu)
    expect(shown.text).toMatch(/^Files {6}4 \(11 B\): 3 succeeded, 1 failed$/mu)
    expect(shown.text).toMatch(/1 failure, 1 cause:\n {2}CAUSE .*\n {2}\S+ +1 {2}NOT_FOUND {2}item 4: /u)
    const json = await command(['show', '1', '--json', ...dataDirectory], here)
    expect(JSON.parse(json.text)).toMatchObject({
      run: { id: 1, state: 'finished' },
      totalCauses: 1,
      causes: [{ code: 'NOT_FOUND', count: 1 }],
      sessions: [{ session: 1, kind: 'start', endState: 'finished' }],
    })

    const log = await command(['log', '1', '1', ...dataDirectory], here)
    expect(log.text).toMatch(
      /^Item 1: .*a\.jpg \(5 B\)\nTry 1, .*, succeeded after .*\n {2}digest: [0-9a-f]{64}\nIt said nothing\.\n$/u,
    )
    const failed = await command(['log', 'latest', '4', '--json', ...dataDirectory], here)
    expect(JSON.parse(failed.text)).toMatchObject({
      item: { seq: 4, result: { status: 'failed', error: { code: 'NOT_FOUND' } } },
      attempts: [],
      log: null,
    })
  })

  it.each([
    [['show', '7'], 3, 'There is no run 7.'],
    [['show', 'x'], 2, 'show x: expected the number of a run'],
    [['show'], 2, "missing required argument 'run'"],
    [['log', '1', '0'], 2, 'log 1 0: expected the number of a file'],
    [['log', '1', '99'], 3, '99'],
    [['log', '1', '1', '--attempt', 'last'], 2, '--attempt last: expected'],
    [['show', 'latest', '--limit', '5'], 2, "unknown option '--limit'"],
  ])('%j is refused', async (words, exitCode, message) => {
    const end = await command([...words, ...dataDirectory], here)
    expect([end.exitCode, end.text]).toEqual([exitCode, ''])
    expect(end.errors).toMatch(/^batchyard: \S/u)
    expect(end.errors).toContain(message)
  })
})

const findings = z.object({
  sound: z.boolean(),
  findings: z.array(z.object({ subject: z.string(), status: z.string(), message: z.string() })),
})

describe('batchyard doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    const before = await command(['doctor', ...dataDirectory], here)
    expect([before.exitCode, before.errors]).toEqual([0, ''])
    expect(await readdir(folder.path)).not.toContain('data')
    await command(['run', '--task', 'checksum', 'photos', ...dataDirectory], here)
    const after = await command(['doctor', '--json', ...dataDirectory], here)
    expect(after.exitCode).toBe(0)
    const report = findings.parse(JSON.parse(after.text))
    expect(report.sound).toBe(true)
    expect(report.findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['version', 'database', 'integrity', 'disk space', 'runs', 'open files']),
    )
    expect(report.findings.find(({ subject }) => subject === 'integrity')?.status).toBe('good')
  })

  it('tells of a database that is damaged, and of one that is none', async () => {
    await using folder = await threeFiles()
    const here = { folder: folder.path }
    await command(['run', '--task', 'checksum', 'photos', ...dataDirectory], here)
    await truncate(folder.at('data', 'batchyard.db'), 9 * 4096)
    const damaged = await command(['doctor', ...dataDirectory], here)
    expect(damaged.exitCode).toBe(1)
    expect(damaged.text).toMatch(/^WRONG +(?:database|integrity) /mu)
    await writeFile(folder.at('data', 'batchyard.db'), 'no database at all')
    const none = await command(['doctor', '--json', ...dataDirectory], here)
    expect(none.exitCode).toBe(1)
    expect(findings.parse(JSON.parse(none.text)).sound).toBe(false)
  })
})
