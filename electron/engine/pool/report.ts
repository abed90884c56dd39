interface ItemReport {
  /** The item's place in the input of its call, from 0. */
  readonly index: number
  readonly item: unknown
  /** Which worker runs the item, from 1. */
  readonly worker: number
}

/** What a task said with `context.report`. */
export interface MessageReport extends ItemReport {
  readonly kind: 'message'
  readonly message: unknown
}

/** What was written to the worker's console while the item ran. */
export interface OutputReport extends ItemReport {
  readonly kind: 'output'
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** What a task says while it runs. */
export type Report = MessageReport | OutputReport
