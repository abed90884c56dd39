import { rm, readFile, writeFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { comparisonCountsSchema, comparisonRowSchema } from '../../shared/model/comparison.ts'
import { rowsOf, sha256, threeFiles } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { localEngine, runEnd } from '../support/local-engine.ts'

/** The part of the answer that tests look at. */
const answerSchema = z.looseObject({
  values: z.string(),
  counts: comparisonCountsSchema,
  items: z.int(),
  total: z.int(),
  rows: z.array(comparisonRowSchema),
})

/** Two runs over the same files: between them one changed, one went and one came. */
async function twoRuns() {
  const folder = await threeFiles()
  const hostile = folder.at('photos/odd\n\u202E name')
  await writeFile(hostile, 'before')
  const gone = folder.at('photos/gone.jpg')
  await writeFile(gone, 'will be gone')
  {
    await using local = await localEngine(folder.at('data'))
    const run = async (type: string): Promise<void> => {
      const { runId } = await local.client.runs.start({
        inputs: [
          { kind: 'path', path: folder.at('photos') },
          { kind: 'path', path: gone },
        ],
        task: { type },
      })
      await runEnd(local.client, runId)
    }
    await run('checksum')
    await writeFile(hostile, 'after')
    await rm(gone)
    await writeFile(folder.at('photos/new.jpg'), 'new')
    await run('checksum')
    await run('duplicates')
  }
  // On a busy machine one file may take much longer the second time.
  const database = new Database(folder.at('data', 'batchyard.db'))
  database.exec('UPDATE results SET duration = 1')
  database.close()
  return {
    ...{ folder, hostile, gone },
    options: { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } },
  }
}

describe('batchyard compare', () => {
  it('tells what became of the files of both runs, hostile names on their lines', async () => {
    const { folder, hostile, gone, options } = await twoRuns()
    await using _folder = folder
    const shown = await command(['compare', '1', '2'], options)
    expect(shown.exitCode).toBe(0)
    expect(shown.text).toContain('Run 1: Checksum, ')
    expect(shown.text).toContain(
      '\n\n6 files:\n  1  newly failing\n  1  changed\n  1  only in the second\n  3  the same\n',
    )
    expect(shown.text).toContain('batchyard compare 1 2 --kind newly-failing')

    const changed = await command(['compare', '1', '2', '--kind', 'changed'], options)
    const line = changed.text.split('\n').filter((each) => each.includes('name'))
    expect(line).toHaveLength(1)
    expect(line[0]).toContain('odd\\n\\u{202E} name')
    expect(line[0]).toContain(sha256('before').slice(0, 20))
    expect(line[0]).toContain(sha256('after').slice(0, 20))
    const failing = await command(['compare', '1', '2', '--kind', 'newly-failing'], options)
    expect(failing.text).toMatch(/gone\.jpg +succeeded +NOT_FOUND/u)
    const none = await command(['compare', '1', '2', '--kind', 'slower'], options)
    expect(none.text).toContain('No file is slower.')

    const json = await command(['compare', '1', '2', '--json', '--limit', '2'], options)
    const answer = answerSchema.parse(JSON.parse(json.text))
    expect(answer).toMatchObject({ values: 'compared', items: 6, total: 6 })
    expect(answer.rows).toHaveLength(2)

    const written = await command(['compare', '1', '2', '--csv', 'both.csv'], options)
    expect(written.errors).toBe('Comparison: 6 rows in both.csv\n')
    const rows = rowsOf(await readFile(folder.at('both.csv')))
    expect(rows.find((row) => row['path'] === hostile)).toMatchObject({
      ...{ outcome: 'changed', before_status: 'succeeded', after_status: 'succeeded' },
      ...{ before_digest: sha256('before'), after_digest: sha256('after') },
    })
    expect(rows.find((row) => row['path'] === gone)).toMatchObject({
      ...{ outcome: 'newly_failing', after_error_code: 'NOT_FOUND', after_digest: '' },
    })
    expect(rows.find((row) => row['path'] === folder.at('photos/new.jpg'))).toMatchObject({
      ...{ outcome: 'only_after', before_seq: '', before_status: '', after_status: 'succeeded' },
    })
  })

  it('compares statuses and times alone where the tasks are other ones, and says so', async () => {
    const { folder, options } = await twoRuns()
    await using _folder = folder
    const shown = await command(['compare', '2', 'latest'], options)
    expect(shown.text).toContain(
      'Only statuses and times are compared: their tasks are of different types.\n',
    )
    expect(shown.text).toContain('6 files:\n  1  still failing\n  5  the same\n')
  })

  it('refuses what cannot be compared', async () => {
    const { folder, options } = await twoRuns()
    await using _folder = folder
    const missing = await command(['compare', '1', '99'], options)
    expect(missing).toMatchObject({ exitCode: 3, errors: 'batchyard: There is no run 99.\n' })
    const kind = await command(['compare', '1', '2', '--kind', 'better'], options)
    expect(kind.exitCode).toBe(2)
    expect(kind.errors).toContain('--kind better: expected one of newly-failing, newly-succeeding, changed,')
    const stdout = await command(['compare', '1', '2', '--csv', '-'], options)
    expect(stdout.exitCode).toBe(2)
    const limit = await command(['compare', '1', '2', '--limit', '0'], options)
    expect(limit.errors).toContain('--limit 0: expected a whole number from 1 to 1000.')
  })
})
