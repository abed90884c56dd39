import { ApplyLanes } from './apply-lanes.ts'
import { Call, type CallCounts, type CallEvents } from './call.ts'
import { CallList } from './call-list.ts'
import { Dispatcher } from './dispatcher.ts'
import { ItemEndedError, PoolClosedError, PoolError, PoolTerminatedError } from './errors.ts'
import { TaskNotLoadedError } from './errors.ts'
import { restoreError } from './error-transfer.ts'
import { gather, gatherReading } from './gather.ts'
import type { InputSource } from './input.ts'
import type { FromWorker } from './messages.ts'
import { checkCallOptions, checkMaxTasksPerWorker, checkTask, checkWorkers } from './options.ts'
import { refuseTaskBeingLoaded } from './options.ts'
import type { ApplyOptions, CallOptions, MapOptions, WorkerPoolOptions } from './options.ts'
import type { PoolWorker, WorkerActivity } from './pool-worker.ts'
import { asPromised, plainReading, settledReading, type Reading } from './reading.ts'
import type { ResultStream } from './result-stream.ts'
import type { Settled } from './settled.ts'
import { Tally, type PoolStats } from './tally.ts'
import type { TaskReference } from './task.ts'
import { Team } from './team.ts'
import { transportsFor } from './transports.ts'

/** How long an item may go on after its call was aborted, in milliseconds. Then its worker is ended. */
const graceAfterAbort = 200

type Lifecycle = 'open' | 'closed' | 'terminated'

/** The items of a call: a whole collection, or something that makes them one by one. */
type Items<Item> = Iterable<Item> | AsyncIterable<Item>

interface Settles {
  readonly settled: true
}

interface DoesNotSettle {
  readonly settled?: false
}

/**
 * A pool of workers that apply a task to each item of an input, with the semantics of Python's
 * `multiprocessing.pool`: work starts at once, the input is pulled only as room appears, and results come
 * one by one, in the input's order or as they complete.
 *
 * An idle pool does not keep the process alive. Leaving the scope of `await using` terminates it.
 */
export class WorkerPool implements AsyncDisposable {
  readonly #team: Team
  readonly #calls = new CallList()
  readonly #dispatcher: Dispatcher
  readonly #tally = new Tally()
  readonly #lanes = new ApplyLanes((task, items, options) =>
    this.#open(task, items, options, 'completion', settledReading<unknown>()),
  )
  readonly #allEnded = Promise.withResolvers<undefined>()
  #lifecycle: Lifecycle = 'open'
  #lastCallId = 0
  /** Of the calls that have ended. */
  #endedCounts: CallCounts = { pulled: 0, succeeded: 0, failed: 0 }

  /** Starts the workers. Throws a RangeError where an option is not sound. */
  constructor(options: WorkerPoolOptions = {}) {
    const workerUrl = options.workerUrl ?? new URL('./module-worker.ts', import.meta.url)
    this.#team = new Team({
      workers: checkWorkers(options.workers),
      workerUrl,
      startTransport: transportsFor(options, workerUrl),
      initializer: options.initializer === undefined ? null : checkTask('initializer', options.initializer),
      mostItems: checkMaxTasksPerWorker(options.maxTasksPerWorker),
      tally: this.#tally,
      calls: this.#calls,
      received: (worker, message) => this.#receive(worker, message),
      changed: () => this.#changed(),
      isOver: () => this.#isOver,
    })
    this.#dispatcher = new Dispatcher(this.#calls, this.#team)
    this.#team.start()
  }

  /** How many items run at the same time. */
  get workers(): number {
    return this.#team.target
  }

  /**
   * Applies the task to one item. Rejects with what the task threw, or with the reason of an abort, and as
   * `imap` throws. Many of these at once travel together as the items of one call do.
   */
  async apply<Value>(task: TaskReference, item: unknown, options: ApplyOptions = {}): Promise<Value> {
    if (this.#lifecycle !== 'open') throw new PoolClosedError()
    if (ApplyLanes.canShare(task, options)) {
      return asPromised<Value>(await this.#lanes.apply(task, item, options))
    }
    const stream = this.#open(task, [item], { ...options, chunkSize: 1 }, 'input', plainReading<Value>())
    const next = await stream.next()
    if (next.done === true) throw new ItemEndedError()
    return next.value
  }

  /**
   * Applies the task to each item and resolves to all results, in the order of the input. Where items fail
   * it rejects with the error of the first of them in that order, after all have ended; with `settled: true`
   * failures are results like others. Rejects with the reason of an abort, and as `imap` throws.
   */
  map<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: MapOptions & Settles,
  ): Promise<Settled<Value>[]>
  map<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options?: MapOptions & DoesNotSettle,
  ): Promise<Value[]>
  map<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: MapOptions = {},
  ): Promise<Value[] | Settled<Value>[]> {
    return this.#map<Value>(task, items, options, false)
  }

  /** As `map`, but each item is the list of the task's arguments: it is called as `task(...item, context)`. */
  starmap<Value>(
    task: TaskReference,
    items: Items<readonly unknown[]>,
    options: MapOptions & Settles,
  ): Promise<Settled<Value>[]>
  starmap<Value>(
    task: TaskReference,
    items: Items<readonly unknown[]>,
    options?: MapOptions & DoesNotSettle,
  ): Promise<Value[]>
  starmap<Value>(
    task: TaskReference,
    items: Items<readonly unknown[]>,
    options: MapOptions = {},
  ): Promise<Value[] | Settled<Value>[]> {
    return this.#map<Value>(task, items, options, true)
  }

  /**
   * Applies the task to each item and yields the results in the order of the input.
   *
   * Where an item fails, `next()` rejects at its place and reading can go on; with `settled: true` failures
   * are results like others. An input that throws ends the stream with its error, after the results of
   * what came before. On abort nothing new begins, items under way are asked to stop and their workers
   * ended where they do not, and the stream gives what had finished (a settled one without gaps to wait
   * for) and then rejects with the signal's reason.
   *
   * Throws a PoolClosedError after `close()`, a RangeError or TypeError where an argument is not sound.
   */
  imap<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: CallOptions & Settles,
  ): ResultStream<Settled<Value>>
  imap<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options?: CallOptions & DoesNotSettle,
  ): ResultStream<Value>
  imap<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: CallOptions = {},
  ): ResultStream<Value> | ResultStream<Settled<Value>> {
    return options.settled === true
      ? this.#open(task, items, options, 'input', settledReading<Value>())
      : this.#open(task, items, options, 'input', plainReading<Value>())
  }

  /** As `imap`, but yields results as they complete. With one worker that is the order of the input. */
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: CallOptions & Settles,
  ): ResultStream<Settled<Value>>
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options?: CallOptions & DoesNotSettle,
  ): ResultStream<Value>
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Items<Item>,
    options: CallOptions = {},
  ): ResultStream<Value> | ResultStream<Settled<Value>> {
    return options.settled === true
      ? this.#open(task, items, options, 'completion', settledReading<Value>())
      : this.#open(task, items, options, 'completion', plainReading<Value>())
  }

  /**
   * Changes the number of workers. Of fewer, those that are too many finish what they have and leave; of
   * more, the new ones join at once, as far as there is something for them to do. Throws a RangeError.
   */
  resize(workers: number): void {
    this.#team.resize(checkWorkers(workers))
    if (this.#lifecycle === 'open' || this.#calls.size > 0) this.#team.start()
    this.#dispatcher.wake()
  }

  /** Refuses further calls. Calls under way go on; the workers end with the last of them. */
  close(): void {
    if (this.#lifecycle === 'open') this.#lifecycle = 'closed'
    this.#lanes.close()
    this.#endIfDone()
  }

  /**
   * Resolves when all calls have ended, and the workers with them. Rejects unless `close()` came before.
   *
   * A call that nobody reads runs to its end: results that find no room are dropped, and reading it later
   * rejects with the code `RESULTS_DROPPED`. A call whose reading has begun waits for its reader.
   */
  async join(): Promise<void> {
    if (this.#lifecycle === 'open') {
      throw new PoolError('POOL_NOT_CLOSED', 'The pool is still open: call close() before join().')
    }
    for (const call of this.#calls) call.allowDropping()
    await this.#allEnded.promise
  }

  /**
   * Lets the workers that have nothing in hand do what they do at their end (`serveTasks`), and waits for that, for so
   * many milliseconds at most. To be called before `terminate` where the pool gets no more work.
   */
  async bidFarewell(patience: number): Promise<void> {
    const parted = this.#team.members.filter((worker) => worker.isIdle).map((worker) => worker.bidFarewell())
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, patience)
    await Promise.race([Promise.all(parted), promise])
    clearTimeout(timer)
  }

  /** Stops everything now. Streams give what had finished and then reject with a PoolTerminatedError. */
  async terminate(): Promise<void> {
    this.#lifecycle = 'terminated'
    for (const call of this.#calls) call.abort(new PoolTerminatedError())
    this.#team.dismissAll()
    this.#endIfDone()
    await this.#allEnded.promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminate()
  }

  /** What each worker does at the moment. Cheap enough to be asked several times a second. */
  activity(): WorkerActivity[] {
    return this.#team.activity
  }

  /** The pool in figures. Cheap enough to be asked several times a second. */
  stats(): PoolStats {
    const { members, started, lost, replaced } = this.#team
    const ended = this.#endedCounts
    const counts = [...this.#calls].reduce((sum, call) => addCounts(sum, call.counts), ended)
    const dropped = ended.pulled - ended.succeeded - ended.failed
    const running = members.filter((worker) => worker.current !== null).length
    const unfinished = counts.pulled - counts.succeeded - counts.failed - dropped
    return {
      calls: { open: this.#calls.size, total: this.#lastCallId },
      items: { ...counts, dropped, running, queued: Math.max(0, unfinished - running) },
      workers: { started, lost, replaced, each: members.map((worker) => worker.stats) },
      ...this.#tally.times,
    }
  }

  async #map<Value>(
    task: TaskReference,
    items: Items<unknown>,
    options: MapOptions,
    spread: boolean,
  ): Promise<Value[] | Settled<Value>[]> {
    return options.settled === true
      ? gather(this.#open(task, items, options, 'input', settledReading<Value>(), spread), options.signal)
      : gather(this.#open(task, items, options, 'input', gatherReading<Value>(), spread), options.signal)
  }

  #open<T>(
    task: TaskReference,
    items: InputSource,
    options: CallOptions,
    order: 'input' | 'completion',
    reading: Reading<T>,
    spread = false,
  ): ResultStream<T> {
    if (this.#lifecycle !== 'open') throw new PoolClosedError()
    refuseTaskBeingLoaded(checkTask('task', task))
    checkCallOptions(options)
    this.#lastCallId += 1
    const workers = (): number => this.workers
    const setting = { id: this.#lastCallId, workers, task, items, order, spread, options }
    const { call, stream } = Call.open({ ...setting, events: this.#callEvents }, reading)
    this.#calls.add(call)
    if (options.signal?.aborted === true) call.abort(options.signal.reason)
    if (this.#team.failure !== null) call.abort(this.#team.failure)
    this.#team.start()
    this.#dispatcher.welcome()
    return stream
  }

  readonly #callEvents: CallEvents = {
    wake: () => this.#dispatcher.wake(),
    stopping: (call, mustEnd) => this.#stopCall(call, mustEnd),
    takeBack: (call) => this.#takeBack(call),
    endItem: (call, index, reason) => this.#endItem(call, index, reason),
    ended: (call) => this.#endCall(call),
  }

  #stopCall(call: Call, mustEnd: boolean): void {
    for (const worker of this.#team.members) worker.cancel(call)
    if (!mustEnd) return
    const endStragglers = (): void => {
      for (const worker of this.#team.members) worker.dismissIfWorkingOn(call)
      this.#dispatcher.dispatch()
    }
    // Workers that still have something to do keep the process alive, so the timer need not.
    setTimeout(endStragglers, graceAfterAbort).unref()
  }

  #takeBack(call: Call): void {
    for (const worker of this.#team.members) worker.takeBackCall(call)
    this.#dispatcher.wake()
  }

  #endItem(call: Call, index: number, reason: Error): boolean {
    const isEnding = this.#team.members.some((worker) => worker.endItem(call, index, reason))
    this.#dispatcher.wake()
    return isEnding
  }

  #endCall(call: Call): void {
    this.#calls.remove(call)
    this.#endedCounts = addCounts(this.#endedCounts, call.counts)
    for (const worker of this.#team.members) worker.close(call)
    this.#dispatcher.keepAliveAsNeeded()
    this.#endIfDone()
  }

  get #isOver(): boolean {
    return this.#lifecycle === 'terminated' || (this.#lifecycle === 'closed' && this.#calls.size === 0)
  }

  #endIfDone(): void {
    if (this.#lifecycle === 'open' || this.#calls.size > 0) return
    this.#team.dismissAll()
    if (this.#team.members.length === 0) this.#allEnded.resolve(undefined)
  }

  #changed(): void {
    if (this.#isOver) this.#endIfDone()
    else this.#dispatcher.dispatch()
  }

  #receive(worker: PoolWorker, message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        worker.becomeReady()
        break
      case 'uninitialized':
        this.#team.failInitializer(message.error)
        break
      case 'results':
        this.#team.proveFruitful()
        worker.receive(message)
        break
      case 'left':
        worker.hasLeft()
        return
      case 'report':
        worker.receiveReport(message)
        // A flood of reports is no reason to look for work each time.
        return
      case 'refused': {
        const call = this.#calls.find(message.call)
        const cause = restoreError(message.error)
        call?.abort(new TaskNotLoadedError(call.task.name, cause.message, cause))
        break
      }
    }
    this.#dispatcher.dispatch()
  }
}

function addCounts(a: CallCounts, b: CallCounts): CallCounts {
  return {
    pulled: a.pulled + b.pulled,
    succeeded: a.succeeded + b.succeeded,
    failed: a.failed + b.failed,
  }
}
