import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { faultsOfOutputs } from './judge-outputs.ts'
import { keyOf, type Expected, type KnownTree } from './tree.ts'
import type { Announced } from './victim.ts'

/** What the database says of a run, as the judge reads it. */
export interface Finding {
  /** The run's state and how far it is; null where there is no run. */
  readonly run: {
    readonly id: number
    readonly state: string
    readonly enumerated: boolean
    readonly items: number
    readonly results: number
  } | null
  /** Items that failed because they lost their worker. */
  readonly lostWorkers: number
  /** What is not as it must be. Empty where all is well. */
  readonly faults: readonly string[]
}

/** What the judge knows besides the database. */
export interface Circumstances {
  readonly tree: KnownTree
  /** The last that a program has announced of the run. */
  readonly announced: Announced | null
  /** Whether the run was carried to its end, so that nothing may be missing. */
  readonly complete: boolean
  /** How many workers were killed with an item in hand, each of which may have cost one. */
  readonly workersKilled: number
  /** The folder that the run's outputs go to; null where it only computes checksums. */
  readonly outputFolder: string | null
}

interface RunRow {
  readonly id: number
  readonly state: string
  readonly enumerated: number
  readonly total_items: number
  readonly succeeded: number
  readonly failed: number
  readonly total_bytes: number
  readonly done_bytes: number
  readonly already_done: number
  readonly skipped: number
  readonly retrying: number
  readonly sessions: number
}

interface ItemRow {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
}

interface ResultRow {
  readonly position: number
  readonly seq: number
  readonly attempt: number
  readonly result_values: string | null
  readonly error_code: string | null
}

interface AttemptRow {
  readonly seq: number
  readonly attempt: number
}

interface SessionRow {
  readonly session: number
  readonly end_state: string | null
}

/**
 * Reads the database without any of the program's code, and says what is wrong with it. Looks at a copy,
 * so that what a crash left is still as it was for the program that opens it next. Nobody may have it open.
 */
export function judge(databaseFile: string, circumstances: Circumstances): Finding {
  const folder = mkdtempSync(join(tmpdir(), 'batchyard-drill-copy-'))
  try {
    const copy = join(folder, 'copy.db')
    if (existsSync(databaseFile)) copyFileSync(databaseFile, copy)
    if (existsSync(`${databaseFile}-wal`)) copyFileSync(`${databaseFile}-wal`, `${copy}-wal`)
    const database = new Database(copy)
    try {
      return inspect(database, circumstances)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { run: null, lostWorkers: 0, faults: [`the database cannot be read: ${reason}`] }
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inspect(database: Database.Database, circumstances: Circumstances): Finding {
  const faults: string[] = []
  const integrity = database.prepare<[], string>('PRAGMA integrity_check').pluck().all().join('; ')
  if (integrity !== 'ok') faults.push(`the integrity check says: ${integrity}`)
  const orphans = database.prepare('PRAGMA foreign_key_check').all().length
  if (orphans > 0) faults.push(`${orphans} rows belong to rows that are not there`)

  const run = newestRun(database)
  if (run === null) {
    if (circumstances.announced !== null) faults.push('a run was announced and is not in the database')
    return { run: null, lostWorkers: 0, faults }
  }
  const items = database
    .prepare<[number], ItemRow>('SELECT seq, path, size FROM items WHERE run_id = ? ORDER BY seq')
    .all(run.id)
  const results = database
    .prepare<[number], ResultRow>(
      `SELECT position, seq, attempt, result_values, error_code FROM results
       WHERE run_id = ? ORDER BY position`,
    )
    .all(run.id)
  faults.push(...faultsOfItems(run, items, circumstances))
  const { faults: faultsFound, lostWorkers } = faultsOfResults(items, results, circumstances)
  faults.push(...faultsFound, ...faultsOfCounts(run, items, results, circumstances))
  const attempts = database
    .prepare<[number], AttemptRow>('SELECT seq, attempt FROM attempts WHERE run_id = ? ORDER BY seq, attempt')
    .all(run.id)
  faults.push(...faultsOfAttempts(results, attempts))
  const sessions = database
    .prepare<[number], SessionRow>(
      'SELECT session, end_state FROM sessions WHERE run_id = ? ORDER BY session',
    )
    .all(run.id)
  faults.push(...faultsOfSessions(run, sessions))
  const { outputFolder: folder, tree, complete } = circumstances
  if (folder !== null) faults.push(...faultsOfOutputs(database, run.id, { folder, tree, complete }))
  return {
    run: {
      id: run.id,
      state: run.state,
      enumerated: run.enumerated === 1,
      items: items.length,
      results: results.length,
    },
    lostWorkers,
    faults,
  }
}

function newestRun(database: Database.Database): RunRow | null {
  const hasRuns = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'runs'`).get() !== undefined
  if (!hasRuns) return null
  return database.prepare<[], RunRow>('SELECT * FROM runs ORDER BY id DESC LIMIT 1').get() ?? null
}

/** Every file of the tree is an item once, and nothing else is. */
function faultsOfItems(run: RunRow, items: readonly ItemRow[], { tree, complete }: Circumstances): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [index, { seq, path, size }] of items.entries()) {
    const key = keyOf(path)
    const expected = tree.expected.get(key)
    if (seq !== index + 1) faults.push(`the item after ${index} has the number ${seq}`)
    if (expected === undefined) faults.push(`item ${seq} was invented: ${shown(key)}`)
    else if (expected.status === 'succeeded' && expected.size !== size) {
      faults.push(`item ${seq} has the size ${size} where ${expected.size} is right`)
    }
    if (seen.has(key)) faults.push(`item ${seq} is there a second time: ${shown(key)}`)
    seen.add(key)
  }
  const missing = [...tree.expected.keys()].filter((key) => !seen.has(key))
  if ((complete || run.enumerated === 1) && missing.length > 0) {
    faults.push(`${missing.length} items were lost, such as ${shown(missing[0] ?? '')}`)
  }
  return faults
}

/** No item has two results, each says what must be, and in the end each has one. */
function faultsOfResults(
  items: readonly ItemRow[],
  results: readonly ResultRow[],
  { tree, complete, workersKilled, outputFolder }: Circumstances,
): { faults: string[]; lostWorkers: number } {
  const faults: string[] = []
  const pathOf = new Map(items.map((item) => [item.seq, keyOf(item.path)]))
  const recorded = new Set<number>()
  let lostWorkers = 0
  for (const [index, result] of results.entries()) {
    if (result.position !== index + 1) faults.push(`the result after ${index} stands at ${result.position}`)
    const key = pathOf.get(result.seq)
    const expected = key === undefined ? undefined : tree.expected.get(key)
    if (recorded.has(result.seq)) faults.push(`item ${result.seq} has a second result`)
    recorded.add(result.seq)
    if (key === undefined || expected === undefined) {
      faults.push(`the result of item ${result.seq} belongs to no file`)
    } else if (result.error_code === 'WORKER_DIED') {
      lostWorkers += 1
    } else {
      const wrong = mismatch(result, expected, outputFolder !== null)
      if (wrong !== null) faults.push(`item ${result.seq}, ${shown(key)}: ${wrong}`)
    }
  }
  if (lostWorkers > workersKilled) {
    faults.push(`${lostWorkers} items lost their worker where ${workersKilled} workers were killed`)
  }
  const undone = items.filter((item) => !recorded.has(item.seq))
  if (complete && undone.length > 0) {
    faults.push(`${undone.length} items have no result, such as item ${undone[0]?.seq}`)
  }
  return { faults, lostWorkers }
}

/** @param makesOutputs then the output is what counts, and the columns are not looked at */
function mismatch(result: ResultRow, expected: Expected, makesOutputs: boolean): string | null {
  if (makesOutputs && expected.status === 'succeeded' && result.error_code === null) return null
  const got = result.error_code ?? result.result_values
  const wanted = expected.status === 'failed' ? expected.code : JSON.stringify([expected.digest])
  return got === wanted ? null : `it says ${got} where ${wanted} is right`
}

/** The figures in the run's row are those of its rows, and what was announced is there. */
function faultsOfCounts(
  run: RunRow,
  items: readonly ItemRow[],
  results: readonly ResultRow[],
  { announced, complete }: Circumstances,
): string[] {
  const sizes = new Map(items.map((item) => [item.seq, item.size ?? 0]))
  const failed = results.filter((result) => result.error_code !== null).length
  const faults: string[] = []
  function compare(what: string, got: number, counted: number): void {
    if (got !== counted) faults.push(`the run says ${got} ${what}, and ${counted} are there`)
  }
  compare('items', run.total_items, items.length)
  compare('succeeded', run.succeeded, results.length - failed)
  compare('failed', run.failed, failed)
  compare('already done', run.already_done, 0)
  compare('skipped', run.skipped, 0)
  compare('to be tried again', run.retrying, 0)
  compare('bytes', run.total_bytes, sum(items.map((item) => item.size ?? 0)))
  compare('bytes done', run.done_bytes, sum(results.map((result) => sizes.get(result.seq) ?? 0)))
  if (announced !== null && announced.run !== run.id) {
    faults.push(`run ${announced.run} was announced, and the newest is run ${run.id}`)
  }
  if (announced !== null && announced.done > results.length) {
    faults.push(`${announced.done} results were announced, and ${results.length} are there`)
  }
  if ((complete || run.state === 'finished') && results.length < items.length) {
    faults.push(`the run is ${run.state} with ${results.length} results of ${items.length}`)
  }
  if (complete && run.state !== 'finished') faults.push(`at its end the run is ${run.state}`)
  return faults
}

/** The tries of an item are numbered from 1, and its result is the last of them. */
function faultsOfAttempts(results: readonly ResultRow[], attempts: readonly AttemptRow[]): string[] {
  const faults: string[] = []
  const earlier = new Map<number, number>()
  for (const { seq, attempt } of attempts) {
    const before = earlier.get(seq) ?? 0
    if (attempt !== before + 1) faults.push(`item ${seq} has a try ${attempt} after try ${before}`)
    earlier.set(seq, attempt)
  }
  for (const { seq, attempt } of results) {
    const before = earlier.get(seq) ?? 0
    if (attempt !== before + 1) faults.push(`item ${seq} ended with try ${attempt} after ${before} others`)
  }
  return faults
}

/** Each session but one that goes on has an end, and the last one ended as the run did. */
function faultsOfSessions(run: RunRow, sessions: readonly SessionRow[]): string[] {
  const faults: string[] = []
  if (sessions.length !== run.sessions) {
    faults.push(`the run says ${run.sessions} sessions, and ${sessions.length} are there`)
  }
  for (const [index, { session, end_state: end }] of sessions.entries()) {
    const isLast = index === sessions.length - 1
    const due = isLast ? (run.state === 'running' ? null : run.state) : 'interrupted'
    if (session !== index + 1) faults.push(`the session after ${index} has the number ${session}`)
    if (end !== due) faults.push(`session ${session} ended as ${end} where ${due} is right`)
  }
  return faults
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function shown(key: string): string {
  return JSON.stringify(Buffer.from(key, 'latin1').toString('utf8'))
}
