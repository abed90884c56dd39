import { statSync } from 'node:fs'
import { z } from 'zod'
import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import { plannedOutputSchema } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import { ItemError } from '../errors.ts'
import type { OutputResult } from '../outputs/publication.ts'
import { publish } from '../outputs/publish.ts'
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
 * found fails with the problem that it had then, unless it is tried again. What it returns is the values of the
 * result columns; for a task that makes files, these and the file that was made (`OutputResult`).
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function resolveTask(
  task: TaskReference,
): Promise<(item: unknown, context: TaskContext) => ReturnType<TaskFunction> | Promise<OutputResult>> {
  const type = findTaskType(task.name)
  const order = workOrderSchema.parse(task.parameters)
  const parameters = parseParameters(type, order.parameters ?? {})
  const work = await type.load(parameters)
  const output = type.output?.(parameters) ?? null
  return (value, context) => {
    const item: TaskItem = itemSchema.parse(value)
    if (item.problem !== null) refuseAsFound(item, item.problem)
    if (output === null) return work(item, context)
    if (order.output === null)
      throw new Error(`the task ${type.id} makes files and was given no order for them`)
    return publish(order.output, output.effect, item, context, work)
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
