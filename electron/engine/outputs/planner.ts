import type { OutputOptions } from '../../../shared/model/output.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import type { Claims } from './claims.ts'

/** An item whose output is to be planned. One that has a problem is left out: nothing will be made of it. */
export interface OutputItem {
  readonly seq: number
  readonly path: PathText
  /** Milliseconds since 1970; null where it could not be told. */
  readonly modifiedAt: number | null
  /** The folder that was given as input, in which the file was found; null where the file itself was given. */
  readonly inputRoot: PathText | null
}

export interface OutputPlannerOptions {
  readonly output: OutputOptions
  readonly task: TaskOutput
  readonly claims: Claims
  /** How many items were planned in earlier sessions: the counter `{n}` goes on from there. */
  readonly plannedBefore: number
}

export interface OutputPlanner {
  /**
   * Decides for a page of items, in the order of the input: as many answers as items. Some hundreds a page are
   * quickest. One call at a time.
   * @throws what the claims throw; what goes wrong with a file is a `refuse`
   */
  plan(items: readonly OutputItem[]): Promise<PlannedOutput[]>
}
