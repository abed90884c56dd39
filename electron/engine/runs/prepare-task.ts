import { z } from 'zod'
import type { Task } from '../../../shared/model/job.ts'
import { EngineError, errorCode } from '../errors.ts'
import { WorkerPool, type StartProcess } from '../pool/index.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, parseParameters, workersOf, type Parameters } from '../tasks/registry.ts'
import { declarationOf } from '../tasks/serve.ts'
import type { TaskType } from '../tasks/task-type.ts'
import { refuseForeignCode, takeIn, type CodeBearer } from './code-trust.ts'

/** How long the code of a task may take to be loaded, in milliseconds. */
const longestLoading = 20_000

const dataSchema = z.record(z.string(), z.unknown()).catch({})

export interface PrepareOptions {
  readonly store: Store
  /** The module of workers: code of the user's own is loaded there and nowhere else. */
  readonly workerUrl: URL
  /** How worker processes are started. Default: as child processes of this one. */
  readonly startProcess?: StartProcess | undefined
}

/** A task that can be run: its type, and its parameters with all that was to be found out. */
export interface PreparedTask {
  readonly taskType: TaskType
  readonly parameters: Parameters
}

/**
 * Makes sure, before anything is done, that a job's task can be done and may be, and completes its parameters: with
 * what they point to and with what their code declares of itself. Nothing of a foreign task is run before it was accepted.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NOT_TRUSTED
 */
export async function prepareTask(job: CodeBearer, options: PrepareOptions): Promise<PreparedTask> {
  const { taskType, parameters } = await checkTask(job, options.store)
  return { taskType, parameters: await declared(taskType, parameters, options) }
}

/**
 * Looks whether a job's task can be done and may be, as far as that can be told without running any of its code.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NOT_TRUSTED
 */
export async function checkTask({ task, origin }: CodeBearer, store: Store): Promise<PreparedTask> {
  const taskType = findTaskType(task.type)
  const parameters = await takeIn(taskType, parseParameters(taskType, task.parameters))
  await refuseForeignCode(taskType, parameters, origin, store)
  await taskType.check?.(parseParameters(taskType, parameters))
  return { taskType, parameters }
}

/**
 * Looks whether a task that a run was once started with can still be done. Its parameters stay as they were then.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export async function checkAgain(task: Task): Promise<PreparedTask> {
  const taskType = findTaskType(task.type)
  const parameters = parseParameters(taskType, task.parameters)
  await taskType.check?.(parameters)
  return { taskType, parameters }
}

async function declared(
  taskType: TaskType,
  parameters: Parameters,
  { workerUrl, startProcess }: PrepareOptions,
): Promise<Parameters> {
  if (taskType.declare === undefined) return parameters
  const kind = workersOf(taskType, parameters) === 'processes' ? 'process' : 'thread'
  await using pool = new WorkerPool({ workers: 1, kind, workerUrl, ...(startProcess && { startProcess }) })
  try {
    const task = { name: declarationOf(taskType.id) }
    const found = await pool.apply<unknown>(task, parameters, { timeout: longestLoading })
    return parseParameters(taskType, found)
  } catch (error) {
    throw loadingFailure(taskType, error)
  }
}

/** What the worker threw, or what became of the worker, as what is wrong with the parameters. */
function loadingFailure(taskType: TaskType, error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error)
  switch (errorCode(error)) {
    case 'INVALID_PARAMETERS': {
      const data = error instanceof Error && 'data' in error ? dataSchema.parse(error.data) : {}
      return new EngineError('INVALID_PARAMETERS', message, { data: { task: taskType.id, ...data } })
    }
    case 'TIMEOUT':
      return failure(`It did not come to an end within ${longestLoading / 1_000} s`)
    case 'WORKER_DIED':
      return failure(`It ended the worker that loaded it (${message})`)
    default:
      return failure(`It failed (${message})`)
  }

  function failure(what: string): EngineError {
    return new EngineError(
      'INVALID_PARAMETERS',
      `The code of the task "${taskType.id}" could not be loaded. ${what}, outside of its function for an item.`,
      { data: { task: taskType.id, parameter: null }, cause: error },
    )
  }
}
