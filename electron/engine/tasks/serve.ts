import { statSync } from 'node:fs'
import { z } from 'zod'
import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import { plannedOutputSchema } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import { ItemError } from '../errors.ts'
import { toPathBytes } from '../path-bytes.ts'
import { findTaskType, parseParameters } from './registry.ts'
import type { TaskContext, TaskFunction, TaskItem } from './task-type.ts'
import { workOrderSchema } from './work-order.ts'

/** A task as a pool names it. */
export interface TaskReference {
  readonly name: string
  readonly parameters?: unknown
}

const itemSchema = z.object({
  output: plannedOutputSchema.nullable(),
  seq: z.number(),
  path: z.string(),
  size: z.number().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  isAgain: z.boolean(),
})

/**
 * Makes the function that a worker applies to each item. An item that could not be worked on when it was
 * found fails with the problem that it had then, unless it is tried again.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function resolveTask(
  task: TaskReference,
): Promise<(item: unknown, context: TaskContext) => ReturnType<TaskFunction>> {
  const type = findTaskType(task.name)
  const order = workOrderSchema.parse(task.parameters)
  const work = await type.load(parseParameters(type, order.parameters ?? {}))
  return (value, context) => {
    const item: TaskItem = itemSchema.parse(value)
    if (item.problem !== null) refuseAsFound(item, item.problem)
    return work(item, context)
  }
}

/** Throws, unless the item is tried again: then it may have got over its problem. */
function refuseAsFound(item: TaskItem, { code, message }: ErrorDescription): void {
  const known = isItemErrorCode(code) ? code : 'READ_FAILED'
  if (!item.isAgain) throw new ItemError(known, message)
  if (isFolder(item.path)) {
    throw new ItemError(known, `${message} Should it be readable now, its files are found by a new run.`)
  }
}

function isFolder(path: PathText): boolean {
  try {
    return statSync(toPathBytes(path)).isDirectory()
  } catch {
    return false
  }
}
