/** One step of the database's shape. Frozen once released: a mistake is mended by a later step. */
export interface Migration {
  /** The `user_version` it leads to. Steps of ten leave room for a fix in between. */
  readonly version: number
  /** Statements, run in one transaction with the change of `user_version`. */
  readonly sql: string
}
