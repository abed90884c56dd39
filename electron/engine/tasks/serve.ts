import { statSync } from 'node:fs'
import { z } from 'zod'
import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import { ItemError } from '../errors.ts'
import { publish } from '../outputs/publish.ts'
import { toPathBytes } from '../path-bytes.ts'
import { loadTaskType } from './load-task-type.ts'
import { parseParameters } from './parameters.ts'
import { previewTask } from './preview/request.ts'
import { relativePath } from './relative-path.ts'
import { unpackItem } from './sent-item.ts'
import type { GroupFunction, SentItem, TaskContext, TaskFunction, TaskItem, TaskType } from './task-type.ts'
import { Witness } from './witness.ts'
import { workOrderSchema } from './work-order.ts'

/** A task as a pool names it. */
export interface TaskReference {
  readonly name: string
  readonly parameters?: unknown
}

/** What a worker answers where the file was not the one that was found; else it answers the values alone. */
export interface OfOtherFile {
  readonly values: readonly Cell[]
  readonly isAsFound: false
}

/**
 * What a worker answers for each item of a group. A failure is `isShared` where it is that of the whole call, so that
 * nobody knows which of its items is to blame.
 */
export type GroupAnswer =
  | { readonly values: readonly Cell[]; readonly isAsFound: boolean }
  | { readonly error: ErrorDescription; readonly isShared: boolean }

/** The name, for a pool, of the task that lets a task type declare (`TaskType.declare`) what its parameters hold. */
export function declarationOf(taskType: string): string {
  return declarePrefix + taskType
}

const declarePrefix = 'declare:'

/**
 * Makes the function that a worker applies to each item. An item that could not be worked on when it was
 * found fails with the problem that it had then, unless it is tried again. What it returns is the values of the
 * result columns; for a task that makes files, these and the file that was made (`OutputResult`). Where its file was
 * changed since it was found, or is while it is worked on, the answer says so. Of a task that takes groups, the function is
 * applied to a list of items and returns a `GroupAnswer` for each. Besides task types there are two tasks of the engine's
 * own: `declarationOf` a task type, and `previewTask`.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function resolveTask(
  task: TaskReference,
): Promise<(item: unknown, context: TaskContext) => unknown> {
  if (task.name.startsWith(declarePrefix)) {
    return declaring(await loadTaskType(task.name.slice(declarePrefix.length)))
  }
  if (task.name === previewTask) return (await import('./preview/preview-file.ts')).previewFile
  const type = await loadTaskType(task.name)
  const order = workOrderSchema.parse(task.parameters)
  const roots = new Set(order.roots)
  const parameters = parseParameters(type, order.parameters ?? {})
  const group = (type.groups?.(parameters) ?? null) === null ? null : await type.loadGroups?.(parameters)
  if (group !== null && group !== undefined) {
    return (values, context) =>
      answersOf(group, z.array(z.unknown()).parse(values).map(unpackItem), roots, context)
  }
  const work = await type.load(parameters)
  const output = type.output?.(parameters) ?? null
  return (value, context) => {
    const { item, witness } = takeItem(unpackItem(value), roots)
    const watched = witness === null ? work : watchedWork(work, type.tellsFile === true, witness)
    if (output === null) return answerOf(watched(item, context), witness)
    if (order.output === null) {
      throw new Error(`the task ${type.id} makes files and was given no order for them`)
    }
    return publish(order.output, output.effect, item, context, watched).then((made) =>
      witness === null || witness.isAsFound ? made : { ...made, isAsFound: false },
    )
  }
}

/** The item of what was sent, and what sees whether its file is the one that was found. */
function takeItem(
  { modifiedAt, ...found }: SentItem,
  roots: ReadonlySet<PathText>,
): { readonly item: TaskItem; readonly witness: Witness | null } {
  const item: TaskItem = { ...found, relative: relativePath(found.path, roots) }
  if (item.problem !== null) refuseAsFound(item, item.problem)
  const witness = item.size === null || modifiedAt === null ? null : new Witness(item.size, modifiedAt)
  return { item, witness }
}

/** Works on the items of a group, each file of which is looked at before and after. */
async function answersOf(
  work: GroupFunction,
  sent: readonly SentItem[],
  roots: ReadonlySet<PathText>,
  context: TaskContext,
): Promise<GroupAnswer[]> {
  const taken = sent.map((each) => takeItem(each, roots))
  for (const { item, witness } of taken) witness?.look(item.path)
  const outcomes = await work(
    taken.map(({ item }) => item),
    context,
  )
  for (const { item, witness } of taken) witness?.look(item.path)
  return outcomes.map((outcome, place) => {
    if ('values' in outcome) return { ...outcome, isAsFound: taken[place]?.witness?.isAsFound ?? true }
    const { error, isShared } = outcome
    return { error: { code: error.code, message: error.message }, isShared }
  })
}

/** The work, with its file looked at: by the work itself where it `tellsFile`, else by its path before and after. */
function watchedWork(work: TaskFunction, tellsFile: boolean, witness: Witness): TaskFunction {
  if (tellsFile) {
    return (item, context) => work(item, { ...context, sawFile: (identity) => witness.saw(identity) })
  }
  return (item, context) => {
    witness.look(item.path)
    const look = (values: readonly Cell[]): readonly Cell[] => {
      witness.look(item.path)
      return values
    }
    const worked = work(item, context)
    return worked instanceof Promise ? worked.then(look) : look(worked)
  }
}

type Answer = readonly Cell[] | OfOtherFile

/** Stays without a promise where the work does: the pool then goes on to the next item at once. */
function answerOf(worked: ReturnType<TaskFunction>, witness: Witness | null): Answer | Promise<Answer> {
  if (witness === null) return worked
  if (worked instanceof Promise) return worked.then((values) => answerWith(values, witness))
  return answerWith(worked, witness)
}

function answerWith(values: readonly Cell[], { isAsFound }: Witness): Answer {
  return isAsFound ? values : { values, isAsFound }
}

/** The function that adds to parameters what their code declares. */
function declaring(type: TaskType): (parameters: unknown) => unknown {
  return (parameters) => {
    const parsed = parseParameters(type, parameters)
    return type.declare?.(parsed) ?? parsed
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
