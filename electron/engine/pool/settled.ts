/** How one item ended, in a stream that was asked for with `settled: true`. */
export type Settled<Value> = SettledValue<Value> | SettledFailure

interface SettledItem {
  /** The item's place in the input, from 0. */
  readonly index: number
  /** Which worker ran the item, from 1; 0 where none did. */
  readonly worker: number
  /** When the item began, in whole milliseconds since 1970. */
  readonly startedAt: number
  /** How long the item ran, in milliseconds with fractions. */
  readonly duration: number
}

export interface SettledValue<Value> extends SettledItem {
  readonly status: 'fulfilled'
  readonly value: Value
}

export interface SettledFailure extends SettledItem {
  readonly status: 'rejected'
  /** What the task threw, with name, message, stack, cause and own fields; or why the pool could not run it. */
  readonly reason: Error
}
