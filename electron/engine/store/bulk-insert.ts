import type Database from 'better-sqlite3'

/** A value as SQLite stores it. */
export type SqlValue = string | number | Buffer | null

/** Rows that go into one statement: measured, 20 are inserted 1.7 times as fast as 20 statements. */
const rowsTogether = 20

/**
 * Prepares the insertion of many rows. The function takes the values of all of them one after another, in
 * the order of the columns, and is to be called inside a transaction.
 * @param conflict what becomes of a row whose key is there already: the call fails, or the row is left out
 */
export function prepareBulkInsert(
  database: Database.Database,
  table: string,
  columns: readonly string[],
  conflict: 'ABORT' | 'IGNORE' = 'ABORT',
): (values: readonly SqlValue[]) => void {
  const row = `(${columns.map(() => '?').join(', ')})`
  const head = `INSERT OR ${conflict} INTO ${table} (${columns.join(', ')}) VALUES`
  const insertOne = database.prepare(`${head} ${row}`)
  const insertMany = database.prepare(`${head} ${Array<string>(rowsTogether).fill(row).join(', ')}`)
  const width = columns.length
  return (values) => {
    let next = 0
    for (; next + rowsTogether * width <= values.length; next += rowsTogether * width) {
      insertMany.run(values.slice(next, next + rowsTogether * width))
    }
    for (; next < values.length; next += width) insertOne.run(values.slice(next, next + width))
  }
}
