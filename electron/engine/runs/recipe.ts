import type { OutputOptions } from '../../../shared/model/output.ts'
import { recipeText } from '../../../shared/model/recipe.ts'
import type { Parameters } from '../tasks/parameters.ts'
import type { TaskType } from '../tasks/task-type.ts'
import type { OutputWish } from './output-planning.ts'

/** What is made of the items of a task and where it goes; null for a task that makes nothing. */
export function outputWishOf(
  taskType: TaskType,
  parameters: Parameters,
  options: OutputOptions,
): OutputWish | null {
  const task = taskType.output?.(parameters) ?? null
  return task === null ? null : { options, task }
}

/** What is done to each item, as a text by which runs know each other's results. */
export function recipeOf(taskType: TaskType, parameters: Parameters, output: OutputWish | null): string {
  return recipeText({
    type: taskType.id,
    version: taskType.version,
    parameters,
    ...(output === null ? {} : { output: output.options }),
  })
}
