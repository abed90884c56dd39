import { execFileSync } from 'node:child_process'
import { lstat, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { isInstalled } from '../../electron/engine/tasks/fixtures/programs.ts'
import { rowsOf } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { namesBelow, treeState, writeTree } from '../support/file-tree.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const tree = {
  'one/a.txt': 'a'.repeat(100_000),
  'one/deep/b.txt': 'b',
  'two/-n': 'c',
  'two/deep/$(x) é.txt': 'd',
}

async function prepared(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await writeTree(folder.at('in'), tree)
  return folder
}

const folders = ['--input', 'in/one', '--input', 'in/two', '--whole-folders']

describe('folders as items', { timeout: 300_000 }, () => {
  it.runIf(isInstalled('unzip'))('are zipped as planned, each whole, and undone', async () => {
    await using folder = await prepared()
    const before = await treeState(folder.at('in'))
    const options = { folder: folder.path }
    const data = ['--data-dir', folder.at('data')]
    const job = [...folders, '--task', 'zip', '--output-dir', 'out', '--keep-permissions', ...data]
    const plan = await command(['plan', ...job, '--csv', 'plan.csv'], options)
    expect(plan.exitCode).toBe(0)
    const planned = rowsOf(await readFile(folder.at('plan.csv'))).map((row) => row['output'])
    expect(planned).toEqual([folder.at('out', 'one.zip'), folder.at('out', 'two.zip')])

    const run = await command(['run', ...job, '--csv', 'results.csv'], options)
    expect(run.errors).toMatch(/2 succeeded, 0 failed/u)
    const rows = rowsOf(await readFile(folder.at('results.csv'))).map((row) => [row['path'], row['entries']])
    expect(rows.toSorted()).toEqual([
      [folder.at('in', 'one'), '4'],
      [folder.at('in', 'two'), '4'],
    ])
    // The permissions of a folder are not those of a file.
    if (process.platform !== 'win32') expect((await lstat(folder.at('out/one.zip'))).mode & 0o111).toBe(0)
    for (const name of ['one', 'two']) {
      execFileSync('unzip', ['-q', folder.at('out', `${name}.zip`), '-d', folder.at('unpacked')])
    }
    expect(execFileSync('diff', ['-r', folder.at('in'), folder.at('unpacked')], { encoding: 'utf8' })).toBe(
      '',
    )

    const again = await command(['run', ...job, '--skip-done', '--if-exists', 'number'], options)
    expect(again.errors).toMatch(/2 succeeded, 0 failed/u)
    for (const undone of ['latest', '1']) {
      expect((await command(['undo', undone, ...data])).exitCode).toBe(0)
    }
    expect(await namesBelow(folder.path)).not.toContain('out/one.zip')
    expect(await treeState(folder.at('in'))).toEqual(before)
  })

  it('are given to commands, and refused for tasks that work on files', async () => {
    await using folder = await prepared()
    const options = { folder: folder.path }
    const data = ['--data-dir', folder.at('data')]
    const listing = ['--task', 'command', '--param', 'command=ls -A -- {}', '--csv', 'results.csv']
    const run = await command(['run', ...folders, ...listing, ...data], options)
    expect(run.errors).toMatch(/2 succeeded, 0 failed/u)
    const outputs = rowsOf(await readFile(folder.at('results.csv'))).map((row) => row['output']?.trim())
    // A cell that a spreadsheet could take for a formula begins with an apostrophe.
    expect(outputs.toSorted()).toEqual(["'-n\ndeep", 'a.txt\ndeep'])

    const refused = await command(['run', ...folders, '--task', 'checksum', ...data], options)
    expect(refused.exitCode).not.toBe(0)
    expect(refused.errors).toMatch(/cannot take a folder as a whole/u)
  })
})
