import type Database from 'better-sqlite3'

/** Requests that nobody took, and answers that nobody fetched, are forgotten after a day. */
const keptFor = 86_400_000

/** A request, as the owner of its run finds it. */
export interface TakenRequest {
  readonly id: number
  readonly runId: number
  /** JSON. */
  readonly request: string
}

/** The writing side of the mailbox (`mailbox.ts`). */
export function createRequestWriter(database: Database.Database, ownId: string) {
  const insert = database.prepare<[number, string, string, number]>(
    'INSERT INTO requests (run_id, owner, request, created_at) VALUES (?, ?, ?, ?)',
  )
  const take = database.prepare<[number, string], TakenRequest>(
    `UPDATE requests SET taken_at = ? WHERE owner = ? AND taken_at IS NULL
     RETURNING id, run_id AS runId, request`,
  )
  const setAnswer = database.prepare<[number, string, number]>(
    'UPDATE requests SET answered_at = ?, answer = ? WHERE id = ?',
  )
  const remove = database.prepare<[number]>('DELETE FROM requests WHERE id = ?')
  const withdraw = database.prepare<[number]>('DELETE FROM requests WHERE id = ? AND taken_at IS NULL')
  const removeOld = database.prepare<[number]>('DELETE FROM requests WHERE created_at < ?')
  return {
    /** Puts a request into the mailbox of a store; answers with its number. */
    postRequest(runId: number, owner: string, request: string, at: number): number {
      removeOld.run(at - keptFor)
      return Number(insert.run(runId, owner, request, at).lastInsertRowid)
    },
    /** Takes what others ask of this store, oldest first. Nothing is taken twice. */
    takeRequests: (at: number): TakenRequest[] =>
      take.all(at, ownId).toSorted((first, second) => first.id - second.id),
    answerRequest(id: number, answer: string, at: number): void {
      setAnswer.run(at, answer, id)
    },
    /** Takes an answered request away. */
    removeRequest(id: number): void {
      remove.run(id)
    },
    /** Takes a request back that nobody has taken yet; false where somebody has. */
    withdrawRequest: (id: number): boolean => withdraw.run(id).changes > 0,
  }
}
