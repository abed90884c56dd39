import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { keyOf, type KnownTree } from './tree.ts'

/** What there is to know of the outputs of a run. */
export interface OutputCircumstances {
  /** The folder that they go to, and nothing else does. */
  readonly folder: string
  readonly tree: KnownTree
  readonly complete: boolean
}

interface OutputRow {
  readonly seq: number
  readonly input: string | Buffer
  readonly path: string | Buffer | null
  readonly made: number
  /** Null where the item has no result. */
  readonly failed: number | null
}

/** What unfinished outputs begin with. */
const temporaryMark = '.batchyard-'

/**
 * Every file under a final name is whole, is the output of the item whose plan has that name, and is there once; at the
 * end every item that succeeded has its output, and nothing unfinished is left.
 */
export function faultsOfOutputs(
  database: Database.Database,
  runId: number,
  { folder, tree, complete }: OutputCircumstances,
): string[] {
  const rows = database
    .prepare<[number], OutputRow>(
      `SELECT o.seq, i.path AS input, o.path, o.made_path IS NOT NULL AS made, iif(r.seq IS NULL, NULL, r.error_code IS NOT NULL) AS failed
       FROM outputs AS o JOIN items AS i USING (run_id, seq) LEFT JOIN results AS r USING (run_id, seq)
       WHERE o.run_id = ?`,
    )
    .all(runId)
  const faults: string[] = []
  const planned = new Map(rows.map((row) => [row.path === null ? '' : keyOf(row.path), row]))
  const found = new Set<string>()
  for (const file of filesBelow(Buffer.from(folder))) {
    const key = keyOf(file)
    const name = key.slice(key.lastIndexOf('/') + 1)
    const row = planned.get(key)
    if (name.startsWith(temporaryMark)) {
      if (complete) faults.push(`an unfinished output was left behind: ${shown(key)}`)
    } else if (row === undefined) {
      faults.push(`there is an output that nobody planned: ${shown(key)}`)
    } else {
      found.add(key)
      if (digestOf(file) !== digestOfInput(tree, row.input)) {
        faults.push(`the output of item ${row.seq} is not whole: ${shown(key)}`)
      }
    }
  }
  for (const [key, { seq, made, failed }] of planned) {
    const isDone = failed === 0
    if (isDone && made === 0) faults.push(`item ${seq} is done and has made nothing`)
    if (isDone && !found.has(key)) faults.push(`the output of item ${seq} is missing: ${shown(key)}`)
    if (complete && failed !== 0 && found.has(key)) {
      faults.push(`item ${seq} has failed, and its output stands: ${shown(key)}`)
    }
  }
  return faults
}

function* filesBelow(folder: Buffer): Generator<Buffer, void, undefined> {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch {
    // Nothing was made yet.
    return
  }
  for (const entry of entries) {
    const path = Buffer.concat([folder, Buffer.from('/'), entry.name])
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

function digestOf(file: Buffer): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function digestOfInput(tree: KnownTree, input: string | Buffer): string | null {
  const expected = tree.expected.get(keyOf(input))
  return expected?.status === 'succeeded' ? expected.digest : null
}

function shown(key: string): string {
  return JSON.stringify(Buffer.from(key, 'latin1').toString('utf8'))
}
