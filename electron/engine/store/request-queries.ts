import type Database from 'better-sqlite3'

/** How far a request is. */
export interface RequestState {
  readonly taken: boolean
  /** JSON; null as long as there is none. */
  readonly answer: string | null
}

/** The reading side of the mailbox (`mailbox.ts`). */
export function prepareRequestQueries(database: Database.Database, ownId: string) {
  const selectOpen = database
    .prepare<[string], 1>('SELECT 1 FROM requests WHERE owner = ? AND taken_at IS NULL LIMIT 1')
    .pluck()
  const selectState = database.prepare<[number], { readonly taken: 0 | 1; readonly answer: string | null }>(
    'SELECT taken_at IS NOT NULL AS taken, answer FROM requests WHERE id = ?',
  )
  return {
    /** Whether somebody asks something of this store. Costs one look into an index. */
    hasRequests: (): boolean => selectOpen.get(ownId) !== undefined,
    /** Null where there is no such request any more. */
    requestState(id: number): RequestState | null {
      const row = selectState.get(id)
      return row === undefined ? null : { taken: row.taken === 1, answer: row.answer }
    },
  }
}
