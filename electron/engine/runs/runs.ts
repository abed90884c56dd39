import { z } from 'zod'
import { runReceiptSchema, type RunReceipt, type StartRequest } from '../../../shared/contract/run-control.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import { isActiveState, type RunId, type RunProgress, type RunSummary } from '../../../shared/model/run.ts'
import type { RetrySelection, SessionKind } from '../../../shared/model/session.ts'
import { EngineError, runNotFound } from '../errors.ts'
import { refuseHopelessInputs } from '../inputs/preflight.ts'
import type { ChosenJob } from '../store/records.ts'
import type { StartProcess } from '../pool/index.ts'
import type { Store } from '../store/store.ts'
import { findTaskType, parseParameters, resultColumnsOf, workersOf } from '../tasks/registry.ts'
import { ActiveRun } from './active-run.ts'
import { answerRequest, type RunControl } from './answer-request.ts'
import { idleProgress } from './idle-progress.ts'
import { DatabaseWatch } from './database-watch.ts'
import { checkOutputWish, type OutputWish } from './output-planning.ts'
import { checkAgain, prepareTask } from './prepare-task.ts'
import type { ProgressHub } from './progress-hub.ts'
import { receiptOf } from './receipt.ts'
import { outputWishOf, recipeOf } from './recipe.ts'
import { RoomGuard, type RoomLimits } from './room-guard.ts'
import { journalFolder, RunOutputs } from './run-outputs.ts'
import { RunQueue } from './run-queue.ts'
import { SparePool } from './spare-pool.ts'

export interface RunsOptions {
  readonly store: Store
  readonly hub: ProgressHub
  readonly workerUrl: URL
  readonly enumeratorUrl: URL
  /** The database, which is looked after while runs are at work. */
  readonly databaseFile: string
  /** The folder of the database, on whose volume there must be room. */
  readonly dataDirectory: string
  readonly roomLimits: RoomLimits
  /** Workers of a run whose job does not say how many. */
  readonly defaultWorkers: number
  /** Whether this engine starts runs that others have put into the queue, and resumes interrupted ones. */
  readonly attendsQueue: boolean
  /** How often is looked whether a volume that is gone is back, in milliseconds. Default: 2 s. */
  readonly volumeInterval?: number
  /** How worker processes are started. Default: as child processes of this one. */
  readonly startProcess?: StartProcess
  readonly log: (message: string, error?: unknown) => void
}

const endedSchema = z.strictObject({ ended: z.literal(true) })
const skippedSchema = z.strictObject({ skipped: z.number() })
const movedSchema = z.strictObject({ moved: z.number() })
const workersSchema = z.strictObject({ workers: z.number() })

/**
 * The runs that this engine has at work, and all that can be asked of runs. What is asked of a run that
 * another process has at work is passed on to that process.
 */
export class Runs implements RunControl {
  readonly #options: RunsOptions
  readonly #active = new Map<RunId, ActiveRun>()
  readonly #guard: RoomGuard
  readonly #databaseWatch: DatabaseWatch
  readonly #queue: RunQueue
  readonly #sparePool: SparePool
  #stopServing: (() => void) | null = null
  #closed = false

  constructor(options: RunsOptions) {
    const { store, workerUrl, startProcess, log } = options
    this.#options = options
    this.#sparePool = new SparePool({ workerUrl, ...(startProcess === undefined ? {} : { startProcess }) })
    this.#guard = new RoomGuard(options.dataDirectory, options.roomLimits, (reason, message) => {
      if (reason === 'memory-low' && message !== null) void this.#sparePool.release()
      for (const run of this.#active.values()) {
        if (message === null) run.goOn(reason)
        else run.hold(reason, message)
      }
    })
    this.#databaseWatch = new DatabaseWatch(options.databaseFile, (error) => {
      for (const run of this.#active.values()) run.fail(error)
    })
    this.#queue = new RunQueue({
      store,
      attendsAll: options.attendsQueue,
      begin: (runId, kind) => this.#begin(runId, kind),
      setWorkers: (runId, workers) => this.#active.get(runId)?.setWorkers(workers),
      log,
    })
  }

  /**
   * Starts a run, or puts it into the queue; resolves as soon as it is in the database.
   * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NOT_TRUSTED, INVALID_INPUT (outputs that no item could
   *   have), NO_INPUT (no input exists at all), ENGINE_CLOSED
   */
  async start({ queue, notBefore, ...job }: StartRequest): Promise<RunId> {
    const { store, defaultWorkers } = this.#options
    this.#throwIfClosed()
    const { taskType, parameters } = await prepareTask(job, this.#options)
    await refuseHopelessInputs(job, taskType.accepts)
    const chosen: ChosenJob = {
      ...job,
      task: { type: taskType.id, parameters },
      execution: { ...job.execution, workers: job.execution.workers ?? defaultWorkers },
    }
    const wish = outputWishOf(taskType, parameters, job.output)
    if (wish !== null) checkOutputWish(wish)
    const recipe = recipeOf(taskType, parameters, wish)
    const waits = queue || notBefore !== undefined
    const runId = await store.createRun({
      name: job.name === undefined || job.name === '' ? taskType.title : job.name,
      job: chosen,
      recipe,
      makesOutputs: wish !== null,
      startedAt: Date.now(),
      queue: waits ? { notBefore: notBefore === undefined ? null : Date.parse(notBefore) } : null,
    })
    const summary = await this.#require(runId)
    if (waits) {
      this.#options.hub.publish(idleProgress(summary))
      this.#queue.attend(runId)
    } else {
      this.#activate(summary, chosen)
    }
    return runId
  }

  /** Begins nothing new of a run. @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  pause(runId: RunId): Promise<RunReceipt> {
    return this.#control(runId, 'pause', {}, runReceiptSchema, (run) => run.hold('user', ''))
  }

  /**
   * Goes on with a paused run, with what an ended one has left, or at once with one that waits.
   * @throws EngineError RUN_NOT_FOUND, RUN_ACTIVE (it is not paused), NOTHING_TO_DO, OWNER_SILENT
   */
  async resume(runId: RunId): Promise<RunReceipt> {
    const summary = this.#active.get(runId)?.summary ?? (await this.#require(runId))
    if (isActiveState(summary.state)) {
      if (summary.state === 'running') throw alreadyActive(runId)
      return await this.#control(runId, 'resume', {}, runReceiptSchema, (run) => run.goOn('user'))
    }
    return receiptOf(await this.#begin(runId, summary.state === 'queued' ? 'start' : 'resume'))
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_ACTIVE, RUN_ELSEWHERE, NOTHING_TO_DO, ITEM_NOT_FOUND */
  async retry(runId: RunId, which: RetrySelection): Promise<RunReceipt> {
    return receiptOf(await this.#begin(runId, 'retry', which))
  }

  /** Finishes what is in hand. @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  drain(runId: RunId): Promise<RunReceipt> {
    return this.#control(runId, 'drain', {}, runReceiptSchema, (run) => run.drain())
  }

  /** Ends a run now, or takes it out of the queue. @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  async cancel(runId: RunId): Promise<RunReceipt> {
    const { store, hub } = this.#options
    const waiting = this.#active.has(runId) ? null : await this.#require(runId)
    if (waiting?.state !== 'queued') {
      return await this.#control(runId, 'cancel', {}, runReceiptSchema, (run) => run.cancel())
    }
    const end = {
      state: 'cancelled',
      finishedAt: Date.now(),
      duration: 0,
      error: null,
      stopReason: null,
    } as const
    await store.finishRun(runId, end)
    const summary = await this.#require(runId)
    hub.publish(idleProgress(summary))
    return receiptOf(summary)
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, ITEM_NOT_RUNNING, OWNER_SILENT */
  endItem(runId: RunId, seq: number): Promise<{ ended: true }> {
    return this.#control(runId, 'endItem', { seq }, endedSchema, (run) => {
      run.endItem(seq)
      return { ended: true }
    })
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  skipItems(runId: RunId, seqs: readonly number[]): Promise<{ skipped: number }> {
    return this.#control(runId, 'skipItems', { seqs }, skippedSchema, async (run) => ({
      skipped: await run.skipItems(seqs),
    }))
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  moveToFront(runId: RunId, seqs: readonly number[]): Promise<{ moved: number }> {
    return this.#control(runId, 'moveToFront', { seqs }, movedSchema, async (run) => ({
      moved: await run.moveToFront(seqs),
    }))
  }

  /** @throws EngineError RUN_NOT_FOUND, RUN_NOT_ACTIVE, OWNER_SILENT */
  setWorkers(runId: RunId, workers: number): Promise<{ workers: number }> {
    return this.#control(runId, 'setWorkers', { workers }, workersSchema, (run) => {
      run.setWorkers(workers)
      return { workers }
    })
  }

  /** @throws EngineError RUN_NOT_FOUND */
  async get(runId: RunId): Promise<RunProgress> {
    return this.#active.get(runId)?.progress() ?? idleProgress(await this.#require(runId))
  }

  active(): RunProgress[] {
    return [...this.#active.values()].map((run) => run.progress())
  }

  /** Takes up what waits, as far as that is this engine's affair. Called once, when the engine is open. */
  open(): void {
    this.#queue.open()
  }

  /** Interrupts what is at work and refuses anything new. Resolves when nothing is at work any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue.close()
    await Promise.all([...this.#active.values()].map((run) => run.interrupt()))
    await this.#sparePool.close()
  }

  /** Begins a session of a run that waits or has ended. */
  async #begin(runId: RunId, kind: SessionKind, which?: RetrySelection): Promise<RunSummary> {
    const { store } = this.#options
    this.#throwIfClosed()
    if (this.#active.has(runId)) throw alreadyActive(runId)
    const job = await store.getJob(runId)
    if (job === null) throw runNotFound(runId)
    await checkAgain(job.task)
    const summary = await store.startSession(runId, kind, Date.now(), which)
    this.#activate(summary, job)
    return summary
  }

  /** Puts a run to work whose session has begun. */
  #activate(summary: RunSummary, job: ChosenJob): void {
    // The run is in the database: whoever opens that next finds it interrupted.
    this.#throwIfClosed()
    const { store, hub, enumeratorUrl, log, volumeInterval, roomLimits } = this.#options
    const taskType = findTaskType(job.task.type)
    const parameters = parseParameters(taskType, job.task.parameters)
    const wish = outputWishOf(taskType, parameters, job.output)
    const run = new ActiveRun({
      summary,
      inputs: job.inputs,
      filter: job.filter,
      recipe: recipeOf(taskType, parameters, wish),
      outputs:
        wish === null ? null : this.#outputsOf(summary.id, wish, resultColumnsOf(taskType, parameters)),
      roomLimits,
      workerKind: workersOf(taskType, parameters) === 'processes' ? 'process' : 'thread',
      loadsOwnCode: taskType.declare !== undefined,
      sparePool: this.#sparePool,
      store,
      enumeratorUrl,
      ...(volumeInterval === undefined ? {} : { volumeInterval }),
      onProgress: (progress) => hub.publish(progress),
      log,
    })
    this.#active.set(summary.id, run)
    this.#guard.start()
    this.#databaseWatch.start()
    for (const [reason, message] of this.#guard.shortages) run.hold(reason, message)
    this.#stopServing ??= store.serveRequests((request) => answerRequest(this, request))
    void run.ended.then(() => this.#deactivate(summary.id))
    hub.publish(run.progress())
  }

  #outputsOf(runId: RunId, wish: OutputWish, columns: readonly ResultColumn[]): RunOutputs {
    const { store, dataDirectory, log } = this.#options
    const journal = journalFolder(dataDirectory, runId)
    return new RunOutputs({ ...wish, store, runId, journal, columns: columns.length, log })
  }

  #deactivate(runId: RunId): void {
    this.#active.delete(runId)
    if (this.#active.size === 0) {
      this.#guard.stop()
      this.#databaseWatch.stop()
      this.#stopServing?.()
      this.#stopServing = null
    }
    this.#queue.ended(runId)
  }

  /** Does something with a run that is at work, here or in the process that has it. */
  async #control<Output>(
    runId: RunId,
    kind: string,
    argument: Readonly<Record<string, unknown>>,
    output: z.ZodType<Output>,
    local: (run: ActiveRun) => Output | Promise<Output>,
  ): Promise<Output> {
    const active = this.#active.get(runId)
    if (active !== undefined) return await local(active)
    const { store } = this.#options
    const summary = await this.#require(runId)
    if ((await store.runOwner(runId)) === 'other') {
      return output.parse(await store.ask(runId, { kind, argument }))
    }
    throw new EngineError('RUN_NOT_ACTIVE', `Run ${runId} is not at work: it is ${summary.state}.`, {
      data: { runId, state: summary.state },
    })
  }

  async #require(runId: RunId): Promise<RunSummary> {
    const summary = await this.#options.store.getRun(runId)
    if (summary === null) throw runNotFound(runId)
    return summary
  }

  #throwIfClosed(): void {
    if (this.#closed) throw new EngineError('ENGINE_CLOSED', 'Batchyard is shutting down.')
  }
}

function alreadyActive(runId: RunId): EngineError {
  return new EngineError('RUN_ACTIVE', `Run ${runId} is already at work.`, { data: { runId } })
}
