import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { Cell } from '../../../shared/model/result.ts'
import { ItemError } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import type { TaskContext, TaskFunction, TaskItem } from '../tasks/task-type.ts'
import type { OutputOrder } from './output-order.ts'
import type { Standing } from './standing.ts'

/** What a worker answers for an item of a task that makes files. */
export interface OutputResult {
  readonly values: readonly Cell[]
  readonly output: MadeOutput
}

/** What is planned where something is to be done. */
export type PlannedWork = Extract<PlannedOutput, { readonly action: 'create' | 'replace' | 'replace-input' }>

/** One item's output on its way to its place. */
export interface Publication {
  readonly item: TaskItem
  readonly context: TaskContext
  readonly work: TaskFunction
  readonly planned: PlannedWork
  readonly order: OutputOrder
  /** Beside the target, on its volume. Nothing is there yet. */
  readonly temporary: string
  /** What stands at the target; null for nothing. */
  readonly before: Standing | null
  /** Folders that were made for it. */
  readonly madeFolders: readonly string[]
  /** Writes down what is about to get its name: before it does, so that a crash leaves no doubt. */
  note(output: MadeOutput, values: readonly Cell[]): Promise<void>
}

/** The error for a target that is not what was planned with. */
export function outputChanged(planned: PlannedWork, standing: Standing | null): ItemError {
  const name = quotePath(planned.path)
  const what =
    planned.action === 'create'
      ? 'is there by now, and was not when the run was planned'
      : standing === null
        ? 'was to be replaced and is gone'
        : standing.kind === 'file'
          ? 'was to be replaced and has changed since the run was planned'
          : 'was to be replaced and is no ordinary file any more'
  return new ItemError(
    'OUTPUT_CHANGED',
    `${name} ${what}. It was left as it is. Run the job again to plan anew.`,
  )
}
