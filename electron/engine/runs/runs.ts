import type { CancelReceipt } from '../../../shared/contract/contract.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { RunId, RunProgress } from '../../../shared/model/run.ts'
import { EngineError, runNotFound } from '../errors.ts'
import { refuseHopelessInputs } from '../inputs/preflight.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, parseParameters } from '../tasks/registry.ts'
import { ActiveRun } from './active-run.ts'
import type { ProgressHub } from './progress-hub.ts'

export interface RunsOptions {
  readonly store: Store
  readonly hub: ProgressHub
  readonly workerUrl: URL
  readonly enumeratorUrl: URL
  /** Workers of a run whose job does not say how many. */
  readonly defaultWorkers: number
  readonly log: (message: string, error?: unknown) => void
}

/** The runs that this engine has at work, and the way to start and stop them. */
export class Runs {
  readonly #options: RunsOptions
  readonly #active = new Map<RunId, ActiveRun>()
  #closed = false

  constructor(options: RunsOptions) {
    this.#options = options
  }

  /**
   * Starts a run; resolves as soon as it is in the database.
   * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NO_INPUT (no input exists at all), ENGINE_CLOSED
   */
  async start(job: Job): Promise<RunId> {
    const { store, hub, workerUrl, enumeratorUrl, defaultWorkers, log } = this.#options
    this.#throwIfClosed()
    const taskType = findTaskType(job.task.type)
    const parameters = parseParameters(taskType, job.task.parameters)
    await refuseHopelessInputs(job.inputs)
    const runId = await store.createRun({
      name: job.name === undefined || job.name === '' ? taskType.title : job.name,
      job: {
        ...job,
        task: { type: taskType.id, parameters },
        execution: { ...job.execution, workers: job.execution.workers ?? defaultWorkers },
      },
      startedAt: Date.now(),
    })
    const summary = await store.getRun(runId)
    if (summary === null) throw new Error(`run ${runId} is gone right after it was created`)
    this.#throwIfClosed()
    const run = new ActiveRun({
      summary,
      inputs: job.inputs,
      store,
      workerUrl,
      enumeratorUrl,
      onProgress: (progress) => hub.publish(progress),
      log,
    })
    this.#active.set(runId, run)
    void run.ended.then(() => this.#active.delete(runId))
    hub.publish(run.progress())
    return runId
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, RUN_ELSEWHERE */
  async cancel(runId: RunId): Promise<CancelReceipt> {
    const active = this.#active.get(runId)
    if (active !== undefined) return await active.cancel()
    const { store } = this.#options
    const summary = await store.getRun(runId)
    if (summary === null) throw runNotFound(runId)
    if (summary.state === 'running' && (await store.runOwner(runId)) === 'other') {
      throw new EngineError(
        'RUN_ELSEWHERE',
        `Run ${runId} is at work in another Batchyard process; cancel it there.`,
        { data: { runId } },
      )
    }
    throw new EngineError('RUN_NOT_ACTIVE', `Run ${runId} has already ended: it is ${summary.state}.`, {
      data: { runId, state: summary.state },
    })
  }

  /** @throws EngineError RUN_NOT_FOUND */
  async get(runId: RunId): Promise<RunProgress> {
    const active = this.#active.get(runId)
    if (active !== undefined) return active.progress()
    const run = await this.#options.store.getRun(runId)
    if (run === null) throw runNotFound(runId)
    const end = run.finishedAt === null ? Date.now() : Date.parse(run.finishedAt)
    return {
      run,
      elapsed: Math.max(0, end - Date.parse(run.startedAt)),
      itemsPerSecond: null,
      bytesPerSecond: null,
      remaining: null,
      workers: [],
      waiting: null,
    }
  }

  active(): RunProgress[] {
    return [...this.#active.values()].map((run) => run.progress())
  }

  /** Interrupts what is at work and refuses anything new. Resolves when nothing is at work any more. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#active.values()].map((run) => run.interrupt()))
  }

  #throwIfClosed(): void {
    if (this.#closed) throw new EngineError('ENGINE_CLOSED', 'Batchyard is shutting down.')
  }
}
