import { createHash } from 'node:crypto'
import type { ShownCode } from '../../../shared/contract/trust.ts'
import type { Origin, Task } from '../../../shared/model/job.ts'
import { sortedJson } from '../../../shared/model/recipe.ts'
import { visibleCode } from '../../../shared/model/visible-code.ts'
import { EngineError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, parseParameters, type Parameters } from '../tasks/registry.ts'
import type { TaskType } from '../tasks/task-type.ts'

/** What of a job is needed to know whether its code may be run. */
export interface CodeBearer {
  readonly task: Task
  readonly origin: Origin
}

/**
 * The code that a job holds, and whether it may be run; null for a job without any.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function codeOf({ task, origin }: CodeBearer, store: Store): Promise<ShownCode | null> {
  const type = findTaskType(task.type)
  return await judge(type, await takeIn(type, parseParameters(type, task.parameters)), origin, store)
}

/** Parameters with all that they point to taken in. @throws EngineError INVALID_PARAMETERS */
export async function takeIn(type: TaskType, parameters: Parameters): Promise<Parameters> {
  if (type.takeIn === undefined) return parameters
  return parseParameters(type, await type.takeIn(parseParameters(type, parameters)))
}

/**
 * Refuses code that came from somebody else and was not accepted.
 * @param parameters after `takeIn`: what is looked at here is what will run
 * @throws EngineError NOT_TRUSTED, with the text that has to be shown and its hash
 */
export async function refuseForeignCode(
  type: TaskType,
  parameters: Parameters,
  origin: Origin,
  store: Store,
): Promise<void> {
  const code = await judge(type, parameters, origin, store)
  if (code === null || !code.isForeign || code.isAccepted) return
  throw new EngineError(
    'NOT_TRUSTED',
    'This job came from somebody else, and what it would run on this computer was not accepted yet. Read the whole text of it, and accept it if it does nothing but what you want.',
    { data: { task: type.id, hash: code.hash, text: code.text } },
  )
}

/** Remembers the code of a job that somebody else has made, whatever job it turns up in later. */
export async function rememberForeign(task: Task, store: Store): Promise<void> {
  const type = findTaskType(task.type)
  const parameters = parseParameters(type, task.parameters)
  const code = type.code?.(parameters) ?? null
  if (code !== null) await store.rememberForeignCode(hashOf(type, code.parameters))
}

async function judge(
  type: TaskType,
  parameters: Parameters,
  origin: Origin,
  store: Store,
): Promise<ShownCode | null> {
  const code = type.code?.(parameters) ?? null
  if (code === null) return null
  const hash = hashOf(type, code.parameters)
  const known = await store.codeTrust(hash)
  return {
    text: visibleCode(code.text),
    hash,
    isForeign: origin === 'imported' || known.isForeign,
    isAccepted: known.isAccepted,
  }
}

function hashOf(type: TaskType, parameters: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(sortedJson([type.id, parameters]))
    .digest('hex')
}
