import type Database from 'better-sqlite3'
import { toPathBytes } from '../path-bytes.ts'
import { toldNumber } from './batches.ts'
import type { ItemColumns } from './batches.ts'
import { doneKey, doneStatuses } from './done-index.ts'
import { outputSql } from './output-queries.ts'
import { toMadeOutput, type MadeColumns } from './output-rows.ts'
import { recipeKey } from './recipe-key.ts'
import type { DoneBefore } from './records.ts'

interface DoneParameters {
  readonly key: number
  readonly recipe: string
  readonly path: string | Buffer
  readonly size: number
  readonly modifiedAt: number
}

/** Every candidate is compared with the item itself: a hash alone never decides that something is done. */
export const findDoneSql = `SELECT d.run_id AS runId, d.seq FROM done_items AS d
  CROSS JOIN items AS i ON i.run_id = d.run_id AND i.seq = d.seq
  CROSS JOIN runs ON runs.id = d.run_id
  CROSS JOIN results AS r ON r.run_id = d.run_id AND r.seq = d.seq
  WHERE d.key = :key AND i.path = :path AND i.size = :size AND i.modified_at = :modifiedAt
    AND runs.recipe = :recipe AND r.status IN (${[...doneStatuses].join(', ')})
    AND (runs.makes_outputs = 0 OR EXISTS (SELECT 1 FROM outputs AS o
      WHERE o.run_id = d.run_id AND o.seq = d.seq AND o.made_path IS NOT NULL))
  ORDER BY d.run_id DESC LIMIT 1`

/** Finds what was done before under the same recipe; the newest result counts. */
export function prepareDoneQueries(database: Database.Database) {
  const find = database.prepare<[DoneParameters], Omit<DoneBefore, 'made'>>(findDoneSql)
  const selectOutput = database.prepare<[number, number], MadeColumns>(outputSql.one)

  function withMade(found: Omit<DoneBefore, 'made'> | undefined): DoneBefore | null {
    if (found === undefined) return null
    const output = selectOutput.get(found.runId, found.seq)
    return { ...found, made: output === undefined ? null : toMadeOutput(output) }
  }

  const findDone = database.transaction((recipe: string, items: ItemColumns): (DoneBefore | null)[] => {
    const key = recipeKey(recipe)
    const problems = new Set(items.problems.map((problem) => problem.index))
    return items.paths.map((path, index) => {
      const size = toldNumber(items.sizes[index])
      const modifiedAt = toldNumber(items.modifiedAt[index])
      // What cannot be told apart from a changed file is done again.
      if (size === null || modifiedAt === null || problems.has(index)) return null
      const parameters = { recipe: key, path: toPathBytes(path), size, modifiedAt }
      return withMade(find.get({ ...parameters, key: doneKey(key, { path, size, modifiedAt }) }))
    })
  })
  return {
    findDone: (recipe: string, items: ItemColumns) => findDone(recipe, items),
  }
}
