import { z } from 'zod'
import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import { ItemError } from '../errors.ts'
import { findTaskType, parseParameters } from './registry.ts'
import type { TaskContext, TaskFunction, TaskItem } from './task-type.ts'

/** A task as a pool names it. */
export interface TaskReference {
  readonly name: string
  readonly parameters?: unknown
}

const itemSchema = z.object({
  seq: z.number(),
  path: z.string(),
  size: z.number().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})

/**
 * Makes the function that a worker applies to each item. An item that could not be worked on when it was
 * found fails with the problem that it had then.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function resolveTask(
  task: TaskReference,
): Promise<(item: unknown, context: TaskContext) => ReturnType<TaskFunction>> {
  const type = findTaskType(task.name)
  const work = await type.load(parseParameters(type, task.parameters ?? {}))
  return (value, context) => {
    const item: TaskItem = itemSchema.parse(value)
    if (item.problem !== null) throw problemOf(item.problem)
    return work(item, context)
  }
}

function problemOf({ code, message }: { readonly code: string; readonly message: string }): ItemError {
  return new ItemError(isItemErrorCode(code) ? code : 'READ_FAILED', message)
}
