import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runSummarySchema } from '../../shared/model/run.ts'
import { command } from '../support/command.ts'
import { rowsOf, sha256, threeFiles } from '../support/batch.ts'

describe('batchyard runs and export', () => {
  it('list the history newest first, and export a past run', async () => {
    await using folder = await threeFiles()
    const options = { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } }
    expect((await command(['runs', '--json'], options)).text).toBe('[]\n')
    expect((await command(['runs'], options)).text).toBe('There are no runs yet.\n')

    await command(
      ['run', '--task', 'checksum', '--input', 'photos', '--name', 'First', '--mode', 'imap'],
      options,
    )
    await command(['run', '--task', 'checksum', '--input', 'photos', '--input', 'gone'], options)

    const listed = await command(['runs', '--json'], options)
    const runs = z.array(runSummarySchema).parse(JSON.parse(listed.text))
    expect(runs.map((run) => [run.id, run.state, run.name])).toEqual([
      [2, 'finished', 'Checksum'],
      [1, 'finished', 'First'],
    ])
    expect(runs[0]?.counts).toMatchObject({ total: 4, succeeded: 3, failed: 1, remaining: 0 })

    const table = await command(['runs', '--limit', '1'], options)
    expect(
      table.text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/u).slice(0, 3)),
    ).toEqual([
      ['RUN', 'STATE', 'STARTED'],
      ['', '2', 'finished'],
    ])

    const found = await command(['runs', '--search', 'FIRST', '--state', 'finished', '--json'], options)
    expect(
      z
        .array(runSummarySchema)
        .parse(JSON.parse(found.text))
        .map((run) => run.id),
    ).toEqual([1])
    expect((await command(['runs', '--state', 'failed'], options)).text).toBe('No run fits.\n')

    const exported = await command(['export', '1', '--csv', 'again.csv', '--columns', 'seq,digest'], options)
    expect(exported.exitCode).toBe(0)
    expect(exported.errors).toBe('Results of run 1: 3 rows in again.csv\n')
    expect(rowsOf(await readFile(folder.at('again.csv')))).toEqual([
      { seq: '1', digest: sha256('first') },
      { seq: '2', digest: sha256('second') },
      { seq: '3', digest: sha256('') },
    ])
    const latest = await command(['export', 'latest', '--csv', '-', '--columns', 'status'], options)
    expect(latest.text.split('\r\n').sort()).toEqual([
      '',
      'failed',
      'status',
      'succeeded',
      'succeeded',
      'succeeded',
    ])
  })

  it('say which run or column there is not', async () => {
    await using folder = await threeFiles()
    const options = { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } }
    const none = await command(['export', 'latest', '--csv', '-'], options)
    expect([none.exitCode, none.errors]).toEqual([3, 'batchyard: there are no runs yet.\n'])
    await command(['run', '--task', 'checksum', '--input', 'photos'], options)
    const run = await command(['export', '7', '--csv', 'o.csv'], options)
    expect([run.exitCode, run.errors]).toEqual([3, 'batchyard: There is no run 7.\n'])
    const column = await command(['export', '1', '--csv', 'o.csv', '--columns', 'nope'], options)
    expect(column.exitCode).toBe(2)
    expect(await readdir(folder.path)).not.toContain('o.csv')
  })
})

describe('batchyard', () => {
  it('has help, with the exit codes, and a version', async () => {
    const help = await command(['--help'])
    expect([help.exitCode, help.errors]).toEqual([0, ''])
    for (const name of [
      ...['run', 'plan', 'resume', 'retry', 'pause', 'drain', 'cancel'],
      ...['runs', 'show', 'log', 'export', 'presets', 'serve', 'doctor'],
    ]) {
      expect(help.text).toContain(`  ${name} `)
    }
    const runHelp = await command(['run', '--help'])
    expect(runHelp.exitCode).toBe(0)
    expect(runHelp.text).toContain('130  cancelled, by Ctrl-C or batchyard cancel')
    const version = await command(['--version'])
    expect([version.exitCode, version.text]).toEqual([0, '0.1.0\n'])
  })
})
