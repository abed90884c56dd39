import type Database from 'better-sqlite3'
import { hashText } from '../../../shared/model/hash.ts'
import { prepareBulkInsert } from './bulk-insert.ts'
import type { SqlValue } from './bulk-insert.ts'
import { recipeKey } from './recipe-key.ts'
import { statusCodes } from './status-codes.ts'
import { toPathText } from './item-rows.ts'

/**
 * By which items that were done before are found: a table of hashes of recipe, path, size and time. It is
 * filled only when a run asks to skip what is done, and then only with what was not in it: a run that never
 * asks pays nothing while it writes.
 */

/**
 * The results that count as done, if they are of the file that was found. What a run took over from an earlier one is among them, so that it is still
 * known when that one has been deleted.
 */
export const doneStatuses: ReadonlySet<number> = new Set([statusCodes.succeeded, statusCodes['already-done']])

/** Results that are looked through in one transaction; other writes get their turn in between. */
const rowsTogether = 20_000

interface DoneRow {
  readonly position: number
  readonly seq: number
  readonly status: number
  readonly path: string | Buffer
  readonly size: number | null
  readonly modifiedAt: number | null
  readonly asFound: number
}

/** Where an item may be found; a finding must be compared with the item itself. */
export function doneKey(
  recipe: string,
  item: { readonly path: string; readonly size: number; readonly modifiedAt: number },
): number {
  return hashText(`${recipe}\0${item.size}\0${item.modifiedAt}\0${item.path}`)
}

/** Takes more of the finished items of a recipe into the table; true as long as there is more to take. */
export function createDoneIndexer(database: Database.Database): (recipe: string) => boolean {
  const insert = prepareBulkInsert(database, 'done_items', ['key', 'run_id', 'seq'], 'IGNORE')
  const selectRun = database.prepare<[string], { readonly id: number; readonly indexed: number }>(
    `SELECT id, done_indexed AS indexed FROM runs
     WHERE recipe = ? AND done_indexed < succeeded + failed + already_done + skipped ORDER BY id LIMIT 1`,
  )
  const selectRows = database.prepare<[number, number, number], DoneRow>(
    `SELECT r.position, r.seq, r.status, i.path, i.size, i.modified_at AS modifiedAt, r.as_found AS asFound
     FROM results AS r CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq
     WHERE r.run_id = ? AND r.position > ? ORDER BY r.position LIMIT ?`,
  )
  const markIndexed = database.prepare<[number, number]>('UPDATE runs SET done_indexed = ? WHERE id = ?')

  const index = database.transaction((recipe: string): boolean => {
    const run = selectRun.get(recipe)
    if (run === undefined) return false
    const rows = selectRows.all(run.id, run.indexed, rowsTogether)
    const found: { key: number; seq: number }[] = []
    for (const { seq, status, path, size, modifiedAt, asFound } of rows) {
      if (!doneStatuses.has(status) || asFound === 0 || size === null || modifiedAt === null) continue
      found.push({ key: doneKey(recipe, { path: toPathText(path), size, modifiedAt }), seq })
    }
    // In the order of the table, neighbouring rows go to the same page.
    found.sort((first, second) => first.key - second.key)
    insert(found.flatMap(({ key, seq }): SqlValue[] => [key, run.id, seq]))
    markIndexed.run(rows.at(-1)?.position ?? run.indexed, run.id)
    return rows.length > 0
  })
  return (recipe) => index.immediate(recipeKey(recipe))
}
