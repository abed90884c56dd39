import type { SqlValue } from '../bulk-insert.ts'

/** One step of the database's shape. Frozen once released: a mistake is mended by a later step. */
export interface Migration {
  /** The `user_version` it leads to. Steps of ten leave room for a fix in between. */
  readonly version: number
  /** Functions that its statements call, where SQL alone does not do. There for this step only. */
  readonly functions?: Readonly<Record<string, (...values: SqlValue[]) => SqlValue>>
  /** Statements, run in one transaction with the change of `user_version`. Foreign keys are off meanwhile. */
  readonly sql: string
}
