import type { RunReceipt } from '../../../shared/contract/run-control.ts'
import { progressInterval } from '../../../shared/contract/events.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import {
  itemsWithResult,
  type PauseReason,
  phaseOf,
  type RunProgress,
  type RunSummary,
} from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import type { WorkerPool } from '../pool/index.ts'
import type { CommittedCounts } from '../store/records.ts'
import type { ActiveRunOptions } from './active-run-options.ts'
import { Committer } from './committer.ts'
import { endOf, knownFailure, unknownFailure, weightier, type Ending } from './ending.ts'
import { ItemFinder, type FoundBatch } from './item-finder.ts'
import { Notice } from './notice.ts'
import { Patience, patientStore } from './patience.ts'
import { outputRoom, Pauses, writing, type Holder } from './pauses.ts'
import { receiptOf } from './receipt.ts'
import { foldersOf } from './run-folders.ts'
import { RunFigures } from './run-figures.ts'
import type { RunOutputs } from './run-outputs.ts'
import { Stopwatch } from './stopwatch.ts'
import { VolumeWatch } from './volume-watch.ts'
import { Work } from './work.ts'
import { runningItems, workerActivities } from './worker-activities.ts'

/** How long workers may take for what they do at their end, such as a script's `dispose`, in milliseconds. */
const farewellPatience = 5_000

/** How often it is written down how far the run is, in milliseconds. */
const throughputInterval = 1_000

/**
 * One session of a run, from its first item to its last: looks through the inputs and writes items to the
 * store; takes them back from there in a bounded window and has them worked on; counts what is committed;
 * and ends when all is done, or when it is told to.
 */
export class ActiveRun {
  readonly #options: ActiveRunOptions
  /** Ends everything. */
  readonly #stopping = new AbortController()
  /** Ends the search for items. */
  readonly #stoppingSearch = new AbortController()
  readonly #itemsFound = new Notice()
  readonly #pool: WorkerPool
  readonly #committer: Committer
  readonly #volumes: VolumeWatch
  readonly #work: Work
  readonly #figures = new RunFigures()
  readonly #stopwatch = new Stopwatch()
  readonly #pauses = new Pauses()
  #summary: RunSummary
  #nextThroughputAt = 0
  #ending: Ending | null = null
  /** Resolved when nothing is in the way of working on items. */
  readonly #prepared = Promise.withResolvers<void>()
  /** Resolves, never rejects, when nothing of the run is at work any more. */
  readonly ended: Promise<void>

  constructor(options: ActiveRunOptions) {
    const { summary, volumeInterval } = options
    const patience = new Patience({
      signal: this.#stopping.signal,
      onFull: (message) => {
        if (message === null) this.goOn(writing)
        else this.#hold(writing, 'disk-low', message)
      },
    })
    const store = patientStore(options.store, patience)
    this.#options = { ...options, store }
    this.#summary = summary
    this.#pool = options.sparePool.take(options.workerKind, summary.execution.workers)
    this.#committer = new Committer(
      (batch) => store.commitResults(summary.id, batch),
      (counts) => this.#countCommitted(counts),
    )
    this.#volumes = new VolumeWatch({
      folders: foldersOf(options.inputs),
      ...(volumeInterval === undefined ? {} : { interval: volumeInterval }),
    })
    this.#work = new Work({
      summary,
      store,
      pool: this.#pool,
      outputs: options.outputs,
      roots: foldersOf(options.inputs),
      committer: this.#committer,
      volumes: this.#volumes,
      timeLeft: this.#figures.timeLeft,
      signal: this.#stopping.signal,
      itemsFound: this.#itemsFound,
      isEnumerated: () => this.#summary.enumerated,
      itemCount: () => this.#summary.counts.total,
      onVerdict: ({ reason, then }) => {
        this.#stop({ kind: then === 'drain' ? 'stopped' : 'cancelled', stopReason: reason })
      },
    })
    this.ended = this.#run()
  }

  get summary(): RunSummary {
    return this.#summary
  }

  /** Ends the run now; resolves when nothing of it is at work any more. */
  async cancel(): Promise<RunReceipt> {
    const running = runningItems(this.#pool)
    this.#stop({ kind: 'cancelled', stopReason: null })
    await this.ended
    const ended = this.#work.inHand.filter((seq) => running.has(seq)).length
    return receiptOf(this.#summary, ended, this.#options.outputs?.removed ?? 0)
  }

  /** Finishes what is in hand, then ends; resolves when it has. */
  async drain(): Promise<RunReceipt> {
    this.#stop({ kind: 'stopped', stopReason: { kind: 'user' } })
    await this.ended
    return receiptOf(this.#summary, 0, this.#options.outputs?.removed ?? 0)
  }

  /** Ends the run because the engine closes; it counts as interrupted. */
  async interrupt(): Promise<void> {
    this.#stop({ kind: 'interrupted' })
    await this.ended
  }

  /** Ends the run at once: it cannot go on. */
  fail({ code, message }: EngineError): void {
    this.#stop({ kind: 'failed', error: { code, message } })
  }

  /**
   * Begins nothing new until `goOn` with the same reason. What is being worked on goes on.
   * @param message for a person; empty where the user knows why
   */
  hold(reason: PauseReason, message: string): RunReceipt {
    this.#hold(reason, reason, message)
    return receiptOf(this.#summary)
  }

  /** Takes back a `hold`. The run goes on once no other reason is left. */
  goOn(holder: Holder): RunReceipt {
    if (this.#pauses.remove(holder)) {
      if (this.#pauses.areNone) {
        this.#work.resume()
        this.#stopwatch.goOn()
      }
      this.#showPause()
    }
    return receiptOf(this.#summary)
  }

  /** @throws EngineError ITEM_NOT_RUNNING */
  endItem(seq: number): void {
    if (this.#work.endItem(seq)) return
    throw new EngineError(
      'ITEM_NOT_RUNNING',
      `Item ${seq} of run ${this.#summary.id} is not being worked on at the moment, so there is nothing to end.`,
      { data: { runId: this.#summary.id, seq } },
    )
  }

  skipItems(seqs: readonly number[]): Promise<number> {
    return this.#work.skip(seqs)
  }

  /** Waits, in a run that makes files, until it is planned what becomes of each. */
  async moveToFront(seqs: readonly number[]): Promise<number> {
    await this.#prepared.promise
    return await this.#work.moveToFront(seqs)
  }

  setWorkers(workers: number): void {
    this.#pool.resize(workers)
    this.#summary = { ...this.#summary, execution: { ...this.#summary.execution, workers } }
    this.#publish()
  }

  progress(): RunProgress {
    return {
      run: this.#summary,
      phase: phaseOf(this.#summary),
      elapsed: this.#elapsed,
      ...this.#figures.of(this.#summary),
      workers: workerActivities(this.#pool),
      ...this.#work.progress,
    }
  }

  /** Milliseconds at work, in all sessions. */
  get #elapsed(): number {
    return this.#options.summary.timeSpent + this.#stopwatch.elapsed
  }

  #hold(holder: Holder, reason: PauseReason, message: string): void {
    if (!this.#pauses.add(holder, reason, message)) return
    this.#work.pause()
    this.#stopwatch.hold()
    this.#showPause()
  }

  #stop(ending: Ending): void {
    this.#ending = weightier(this.#ending, ending)
    const reason = new Error('the run was stopped')
    this.#stoppingSearch.abort(reason)
    if (ending.kind === 'stopped') this.#work.drain()
    else this.#stopping.abort(reason)
  }

  async #run(): Promise<void> {
    const timer = setInterval(() => this.#tick(), progressInterval)
    const { outputs } = this.#options
    const room = outputs?.watchRoom(this.#options.roomLimits, (message) => {
      if (message === null) this.goOn(outputRoom)
      else this.#hold(outputRoom, 'disk-low', message)
    })
    this.#sample()
    try {
      // What outputs there will be is known only when all inputs are.
      if (outputs !== null) await this.#orStop(() => this.#plan(outputs))
      await room?.look()
      this.#prepared.resolve()
      await Promise.all([
        this.#orStop(() => (outputs === null ? this.#findItems() : Promise.resolve())),
        this.#orStop(() => this.#work.runMain()),
        this.#orStop(() => this.#work.runExpress()),
      ])
      this.#work.finish()
      await this.#orStop(() => this.#committer.flush())
      await this.#endPool()
      if (outputs !== null) await this.#orStop(() => this.#settleOutputs(outputs))
    } finally {
      clearInterval(timer)
      room?.stop()
      this.#volumes.close()
      await this.#finish()
    }
  }

  /** Lets the workers go. Where all of their work has ended well, they are kept for the next run. */
  async #endPool(): Promise<void> {
    const { sparePool, workerKind, loadsOwnCode } = this.#options
    if (this.#ending === null && !loadsOwnCode) {
      await this.#orStop(() => sparePool.keep(workerKind, this.#pool))
      return
    }
    if (this.#ending === null) await this.#orStop(() => this.#pool.bidFarewell(farewellPatience))
    // Also where a farewell has failed: no worker may be left.
    await this.#orStop(() => this.#pool.terminate())
  }

  /**
   * Does a part of the run; if it fails, the other parts are stopped and the run has failed. After a stop
   * only what the store says still counts: the rest is the stop itself, seen from inside.
   */
  async #orStop(part: () => Promise<void>): Promise<void> {
    try {
      await part()
    } catch (error) {
      if (this.#ending !== null && !(error instanceof EngineError)) return
      const known = knownFailure(error)
      if (known === null) this.#options.log(`Run ${this.#summary.id} failed.`, error)
      this.#stop({ kind: 'failed', error: known ?? unknownFailure(error) })
    }
  }

  async #findItems(): Promise<void> {
    const { store, inputs, filter, enumeratorUrl, summary, recipe } = this.#options
    if (summary.enumerated) return
    const finder = new ItemFinder({
      store,
      runId: summary.id,
      inputs,
      filter,
      startedAt: Date.parse(summary.startedAt),
      enumeratorUrl,
      volumes: this.#volumes,
      skipDoneOf: summary.execution.skipDone ? recipe : null,
      isContinued: summary.counts.total > 0,
      signal: this.#stoppingSearch.signal,
      onFound: (found) => this.#countFound(found),
    })
    await finder.find()
    this.#summary = { ...this.#summary, enumerated: true }
    this.#itemsFound.give()
    if (this.#summary.counts.total === 0) {
      throw new EngineError('NO_INPUT', 'No file matched the inputs, so there was nothing to do.')
    }
  }

  /** Finds all items and decides what becomes of each. */
  async #plan(outputs: RunOutputs): Promise<void> {
    await this.#findItems()
    await outputs.plan(this.#summary, this.#stoppingSearch.signal, (planned) => {
      this.#summary = { ...this.#summary, outputs: { planned } }
    })
  }

  /** Writes down what items in hand have made, and removes what they left. After it, nothing is left to be recognised. */
  async #settleOutputs(outputs: RunOutputs): Promise<void> {
    await this.#work.settleInHand()
    await this.#committer.flush()
    await outputs.tidy()
  }

  #countFound(found: FoundBatch): void {
    const { counts, bytesTotal } = this.#summary
    this.#summary = {
      ...this.#summary,
      counts: { ...counts, total: counts.total + found.items, remaining: counts.remaining + found.items },
      bytesTotal: cappedBytes(bytesTotal + found.bytes),
      leftOut: found.leftOut,
    }
    if (found.counts !== null) this.#countCommitted(found.counts)
    this.#itemsFound.give()
  }

  #countCommitted({ bytesDone, ...committed }: CommittedCounts): void {
    const counts = { ...this.#summary.counts, ...committed }
    const remaining = counts.total - itemsWithResult(counts)
    this.#summary = { ...this.#summary, bytesDone, counts: { ...counts, remaining } }
  }

  #tick(): void {
    this.#sample()
    this.#publish()
    if (this.#pauses.areNone && this.#elapsed >= this.#nextThroughputAt) {
      this.#nextThroughputAt = this.#elapsed + throughputInterval
      this.#write('how far it is', () => this.#addThroughput())
    }
  }

  #publish(): void {
    this.#options.onProgress(this.progress())
  }

  #sample(): void {
    const inHand = this.#pool.activity().reduce((sum, { item }) => sum + (item?.done ?? 0), 0)
    this.#figures.sample(this.#summary, inHand, this.#stopwatch.elapsed)
  }

  #addThroughput(): Promise<void> {
    const { counts, bytesDone, id } = this.#summary
    const items = itemsWithResult(counts)
    return this.#options.store.addThroughput(id, { at: this.#elapsed, items, bytes: bytesDone })
  }

  /** Puts into the summary, and into the store, whether and why the run is paused. */
  #showPause(): void {
    const pause = this.#pauses.told
    this.#summary = { ...this.#summary, state: pause === null ? 'running' : 'paused', pause }
    this.#write('that it is paused', () => this.#options.store.setPause(this.#summary.id, pause))
    this.#publish()
  }

  /** Writes something down that the run can do without. */
  #write(what: string, write: () => Promise<void>): void {
    write().catch((error: unknown) => {
      this.#options.log(`Of run ${this.#summary.id} it could not be written down ${what}.`, error)
    })
  }

  async #finish(): Promise<void> {
    const { store, onProgress, log } = this.#options
    const { counts, enumerated, id } = this.#summary
    const isComplete = enumerated && counts.remaining === 0 && counts.retrying === 0
    const end = endOf(this.#ending, isComplete, this.#stopwatch.elapsed)
    try {
      // The run can do without the last sample, and not without its end.
      await this.#addThroughput()
    } catch (error) {
      log(`Of run ${id} it could not be written down how far it came.`, error)
    }
    try {
      await store.finishRun(id, end)
    } catch (error) {
      // The next engine that opens the database finds the run without an owner and marks it interrupted.
      log(`The end of run ${id} could not be written to the database.`, error)
    }
    this.#summary = {
      ...this.#summary,
      state: end.state,
      finishedAt: new Date(end.finishedAt).toISOString(),
      timeSpent: this.#elapsed,
      error: end.error,
      stopReason: end.stopReason,
      pause: null,
    }
    onProgress({ ...this.progress(), remaining: null, waiting: null, workers: [], delayed: 0, parked: [] })
  }
}
