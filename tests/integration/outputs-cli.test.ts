import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { rowsOf } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { namesBelow, treeState, writeTree } from '../support/file-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const countsSchema = z.object({ undone: z.number(), refused: z.number() })

describe('the command line', () => {
  it('plans, tries, runs, shows, exports and undoes what makes files', { timeout: 300_000 }, async () => {
    await using folder = await temporaryFolder()
    await writeTree(folder.at('in'), { 'a.txt': '1', 'deep/a.txt': '22', 'deep/b.txt': '333' })
    const before = await treeState(folder.at('in'))
    const job = [
      ...['--task', 'copy', '--input', 'in', '--output-dir', 'out', '--keep-tree', '--if-exists', 'skip'],
      ...['--data-dir', folder.at('data')],
    ]
    const options = { folder: folder.path }
    await mkdir(folder.at('out'))
    await writeFile(folder.at('out', 'a.txt'), 'was here')

    const plan = await command(['plan', ...job, '--csv', 'plan.csv'], options)
    expect(plan.exitCode).toBe(0)
    expect(plan.text).toMatch(/2 would be made/u)
    expect(plan.text).toMatch(/1 would be skipped/u)
    const rows = rowsOf(await readFile(folder.at('plan.csv')))
    expect(rows.map((row) => [row['action'], row['output']])).toEqual([
      ['skip', folder.at('out', 'a.txt')],
      ['create', folder.at('out', 'deep', 'a.txt')],
      ['create', folder.at('out', 'deep', 'b.txt')],
    ])

    const tried = await command(['try', ...job], options)
    expect(tried.exitCode).toBe(0)
    expect(tried.text).toMatch(/files tried/u)
    expect(await namesBelow(folder.at('out'))).toEqual(['a.txt'])

    const run = await command(['run', ...job, '--csv', 'results.csv'], options)
    expect(run.errors).toMatch(/2 succeeded, 0 failed, 1 skipped/u)
    expect(run.exitCode).toBe(0)
    const results = rowsOf(await readFile(folder.at('results.csv')))
    expect(results.map((row) => [row['path'], row['output_action'], row['output_path']]).toSorted()).toEqual([
      [folder.at('in', 'a.txt'), 'skip', ''],
      [folder.at('in', 'deep', 'a.txt'), 'create', folder.at('out', 'deep', 'a.txt')],
      [folder.at('in', 'deep', 'b.txt'), 'create', folder.at('out', 'deep', 'b.txt')],
    ])
    const shown = await command(['show', 'latest', '--data-dir', folder.at('data')])
    expect(shown.text).toMatch(/Outputs +2 of 2 made, 1 skipped/u)

    const dry = await command(['undo', 'latest', '--dry-run', '--data-dir', folder.at('data')])
    expect(dry.errors).toMatch(/2 outputs would be taken back/u)
    const undone = await command(['undo', 'latest', '--json', '--data-dir', folder.at('data')])
    expect(countsSchema.parse(JSON.parse(undone.text))).toEqual({ undone: 2, refused: 0 })
    expect(await namesBelow(folder.at('out'))).toEqual(['a.txt'])
    expect(await treeState(folder.at('in'))).toEqual(before)
  })

  it('refuses what does not go together, before anything is done', async () => {
    await using folder = await temporaryFolder()
    const common = ['--input', folder.path, '--data-dir', folder.at('data')]
    const useless = await command(['run', '--task', 'checksum', '--output-dir', 'out', ...common])
    expect(useless).toMatchObject({ exitCode: 2 })
    expect(useless.errors).toMatch(/makes no files/u)
    const both = await command(['run', '--task', 'copy', '--in-place', '--output-dir', 'out', ...common])
    expect(both).toMatchObject({ exitCode: 2 })
    expect(both.errors).toMatch(/two places/u)
  })
})
