import { link, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { resultGroupPageSchema } from '../../shared/model/result-group.ts'
import { rowsOf, sha256, threeFiles } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { localEngine, runEnd } from '../support/local-engine.ts'

/** A folder with a run that has looked for duplicates in it, and what a command needs to find that. */
async function duplicatesRun() {
  const folder = await threeFiles()
  await writeFile(folder.at('photos/one copy'), 'same')
  await writeFile(folder.at('photos/other\ncopy'), 'same')
  await link(folder.at('photos/one copy'), folder.at('photos/one linked'))
  await using local = await localEngine(folder.at('data'))
  const { runId } = await local.client.runs.start({
    inputs: [{ kind: 'path', path: folder.at('photos') }],
    task: { type: 'duplicates' },
    execution: { mode: 'imap' },
  })
  await runEnd(local.client, runId)
  return { folder, options: { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } } }
}

describe('batchyard groups', () => {
  it('shows files with the same content', async () => {
    const { folder, options } = await duplicatesRun()
    await using _folder = folder
    const json = await command(['groups', 'latest', '--json'], options)
    const page = resultGroupPageSchema.parse(JSON.parse(json.text))
    expect(page).toMatchObject({ total: 1, results: 3, wastedBytes: 4 })
    expect(page.groups[0]).toMatchObject({ value: sha256('same'), count: 3, files: 2, size: 4 })

    const shown = await command(['groups', '1'], options)
    expect(shown.text).toContain('1 group of 3 results; one of each kept, 4 B would be free.')
    expect(shown.text).toContain('3 times of 4 B, which are 2 files by hard links, 4 B to be freed')
    expect(shown.text).toContain(`  ${folder.at('photos/one copy')}\n`)
    // A name with a line break stays on its line.
    expect(shown.text.split('\n').filter((line) => line.includes('other'))).toHaveLength(1)
  })

  it('writes all of them to a CSV, and refuses a column that there is not', async () => {
    const { folder, options } = await duplicatesRun()
    await using _folder = folder
    const columns = 'group,group_count,digest,links'
    const written = await command(['groups', '1', '--csv', 'same.csv', '--columns', columns], options)
    expect(written.errors).toBe('Groups of run 1: 3 rows in same.csv\n')
    const each = { group: '1', group_count: '3', digest: sha256('same') }
    expect(rowsOf(await readFile(folder.at('same.csv')))).toEqual([
      { ...each, links: '2' },
      { ...each, links: '2' },
      { ...each, links: '1' },
    ])
    const unknown = await command(['groups', '1', '--column', 'hash'], options)
    expect(unknown.exitCode).toBe(2)
    expect(unknown.errors).toContain(
      'The task of this run has no result column "hash". It has: digest, size, inode, links.',
    )
    const none = await command(['groups', '1', '--limit', '0'], options)
    expect(none.errors).toContain('--limit 0: expected a whole number from 1 to 1000.')
  })

  it('verifies a list whose path starts at the working folder', async () => {
    await using folder = await threeFiles()
    const options = { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } }
    const run = (list: string) => ['run', '--task', 'verify', '--param', `list=${list}`, '--input', 'photos']
    const refused = await command(run('SHA256SUMS'), options)
    expect(refused.exitCode).toBe(2)
    expect(refused.errors).toContain(`The list "${folder.at('SHA256SUMS')}" does not exist.`)
    await writeFile(folder.at('SHA256SUMS'), `${sha256('x')}  photos/nowhere\n`)
    const done = await command([...run('SHA256SUMS'), '--csv', 'out.csv'], options)
    expect(done.exitCode).toBe(1)
    const codes = rowsOf(await readFile(folder.at('out.csv'))).map((row) => row['error_code'])
    expect(codes).toEqual(['NOT_LISTED', 'NOT_LISTED', 'NOT_LISTED'])
  })
})

describe('what the interface asks for', () => {
  it('has the rows of a group, and the presets that come with the product', async () => {
    await using folder = await threeFiles()
    await writeFile(folder.at('photos/copy one.txt'), 'same')
    await writeFile(folder.at('photos/copy two'), 'same')
    await using local = await localEngine(folder.at('data'))
    const { client } = local
    const inputs = [{ kind: 'path' as const, path: folder.at('photos') }]
    const { runId } = await client.runs.start({ inputs, task: { type: 'details' } })
    const { run } = await runEnd(client, runId)
    // In processes: what decodes images is native code.
    expect(run.counts).toMatchObject({ succeeded: run.counts.total, failed: 0 })
    const groups = await client.runs.groups({ runId, column: 'bytes', limit: 1 })
    const { value } = groups.groups[0] ?? { value: null }
    const where = { column: 'bytes', equals: Number(value) }
    const { total, rows } = await client.runs.results({ runId, where })
    expect(total).toBe(groups.groups[0]?.count)
    expect(rows.every((row) => row.values[0] === value)).toBe(true)
    const mismatched = { column: 'extension_mismatch', equals: false }
    expect((await client.runs.results({ runId, where: mismatched })).total).toBeGreaterThan(0)
    await expect(client.runs.results({ runId, where: { column: 'x', equals: 1 } })).rejects.toMatchObject({
      code: 'INVALID_COLUMNS',
    })
    expect((await client.presets.builtIn()).map((preset) => preset.id)).toContain('photos-for-the-web')
    expect(local.logged).toEqual([])
  })
})
