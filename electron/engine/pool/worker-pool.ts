import { Call, type CallEvents } from './call.ts'
import { PoolClosedError, PoolError, PoolTerminatedError, TaskNotLoadedError } from './errors.ts'
import { WorkerDiedError, WorkersNotStartedError } from './errors.ts'
import { restoreError } from './error-transfer.ts'
import type { FromWorker } from './messages.ts'
import { checkImapOptions, checkWorkers, type ImapOptions, type WorkerPoolOptions } from './options.ts'
import { PoolWorker, type WorkerActivity } from './pool-worker.ts'
import { plainReading, settledReading, type Reading } from './reading.ts'
import type { ResultStream } from './result-stream.ts'
import type { Settled } from './settled.ts'
import type { TaskReference } from './task.ts'
import { threadTransports } from './thread-transport.ts'
import type { StartTransport, WorkerEnd } from './worker-transport.ts'

/** How long an item may go on after its call was aborted, in milliseconds. Then its worker is ended. */
const graceAfterAbort = 200

/** After so many workers in a row that died before they began an item, no more are started. */
const mostFruitlessWorkers = 3

/** Work that a busy worker has not begun is worth fetching for an idle one from here on, in milliseconds. */
const worthTakingBack = 1

/** An item that runs for so long has surprised its estimate: what waits behind it is fetched (milliseconds). */
const surprisingAge = 2

/** How soon to look again whether there is something to fetch for an idle worker, in milliseconds. */
const takeBackInterval = 5

type Lifecycle = 'open' | 'closed' | 'terminated'

/**
 * A pool of workers that apply a task to each item of an input, with the semantics of Python's
 * `multiprocessing.pool.ThreadPool`: work starts at once, the input is pulled only as room appears, and
 * results come one by one, in the input's order or as they complete.
 *
 * An idle pool does not keep the process alive. Leaving the scope of `await using` terminates it.
 */
export class WorkerPool implements AsyncDisposable {
  /** How many items run at the same time. */
  readonly workers: number
  readonly #workerUrl: URL
  readonly #startTransport: StartTransport
  readonly #team: PoolWorker[] = []
  readonly #allEnded = Promise.withResolvers<undefined>()
  #calls: readonly Call[] = []
  #lifecycle: Lifecycle = 'open'
  #lastCallId = 0
  /** Which call is asked first for the next chunk, so that calls take turns. */
  #turn = 0
  #fruitlessWorkers = 0
  #isDispatching = false
  #mustDispatchAgain = false
  #isWoken = false
  #takeBackTimer: NodeJS.Timeout | null = null

  /** Starts the workers. Throws a RangeError where an option is not sound. */
  constructor(options: WorkerPoolOptions = {}) {
    this.workers = checkWorkers(options.workers)
    this.#workerUrl = options.workerUrl ?? new URL('./module-worker.ts', import.meta.url)
    this.#startTransport = threadTransports(this.#workerUrl, options.resourceLimits)
    this.#startMissing()
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
    items: Iterable<Item> | AsyncIterable<Item>,
    options: ImapOptions & { readonly settled: true },
  ): ResultStream<Settled<Value>>
  imap<Item, Value>(
    task: TaskReference,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions & { readonly settled?: false },
  ): ResultStream<Value>
  imap<Item, Value>(
    task: TaskReference,
    items: Iterable<Item> | AsyncIterable<Item>,
    options: ImapOptions = {},
  ): ResultStream<Value> | ResultStream<Settled<Value>> {
    return options.settled === true
      ? this.#open(task, items, options, 'input', settledReading<Value>())
      : this.#open(task, items, options, 'input', plainReading<Value>())
  }

  /** As `imap`, but yields results as they complete. With one worker that is the order of the input. */
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Iterable<Item> | AsyncIterable<Item>,
    options: ImapOptions & { readonly settled: true },
  ): ResultStream<Settled<Value>>
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: ImapOptions & { readonly settled?: false },
  ): ResultStream<Value>
  imapUnordered<Item, Value>(
    task: TaskReference,
    items: Iterable<Item> | AsyncIterable<Item>,
    options: ImapOptions = {},
  ): ResultStream<Value> | ResultStream<Settled<Value>> {
    return options.settled === true
      ? this.#open(task, items, options, 'completion', settledReading<Value>())
      : this.#open(task, items, options, 'completion', plainReading<Value>())
  }

  /** Refuses further calls. Calls under way go on; the workers end with the last of them. */
  close(): void {
    if (this.#lifecycle === 'open') this.#lifecycle = 'closed'
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

  /** Stops everything now. Streams give what had finished and then reject with a PoolTerminatedError. */
  async terminate(): Promise<void> {
    this.#lifecycle = 'terminated'
    for (const call of this.#calls) call.abort(new PoolTerminatedError())
    for (const worker of this.#team) worker.dismiss()
    this.#endIfDone()
    await this.#allEnded.promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminate()
  }

  /** What each worker does at the moment. Cheap enough to be asked several times a second. */
  activity(): WorkerActivity[] {
    return Array.from({ length: this.workers }, (_, place) => {
      const worker = this.#team.find((member) => member.number === place + 1)
      return worker?.activity() ?? { worker: place + 1, item: null }
    })
  }

  #open<T>(
    task: TaskReference,
    items: Iterable<unknown> | AsyncIterable<unknown>,
    options: ImapOptions,
    order: 'input' | 'completion',
    reading: Reading<T>,
  ): ResultStream<T> {
    if (this.#lifecycle !== 'open') throw new PoolClosedError()
    checkImapOptions(options)
    this.#lastCallId += 1
    const { call, stream } = Call.open(
      { id: this.#lastCallId, workers: this.workers, task, items, order, options, events: this.#callEvents },
      reading,
    )
    this.#calls = [...this.#calls, call]
    if (options.signal?.aborted === true) call.abort(options.signal.reason)
    this.#startMissing()
    this.#keepAliveAsNeeded()
    this.#wake()
    return stream
  }

  readonly #callEvents: CallEvents = {
    wake: () => this.#wake(),
    stopping: (call, mustEnd) => this.#stopCall(call, mustEnd),
    ended: (call) => this.#endCall(call),
  }

  #stopCall(call: Call, mustEnd: boolean): void {
    for (const worker of this.#team) worker.cancel(call)
    if (!mustEnd) return
    const endStragglers = (): void => {
      for (const worker of this.#team) worker.dismissIfWorkingOn(call)
      this.#dispatch()
    }
    // Workers that still have something to do keep the process alive, so the timer need not.
    setTimeout(endStragglers, graceAfterAbort).unref()
  }

  #endCall(call: Call): void {
    this.#calls = this.#calls.filter((other) => other !== call)
    for (const worker of this.#team) worker.close(call)
    this.#keepAliveAsNeeded()
    this.#endIfDone()
  }

  #endIfDone(): void {
    if (this.#lifecycle === 'open' || this.#calls.length > 0) return
    for (const worker of this.#team) worker.dismiss()
    if (this.#team.length === 0) this.#allEnded.resolve(undefined)
  }

  #startMissing(): void {
    for (let number = 1; number <= this.workers; number += 1) {
      if (!this.#team.some((worker) => worker.number === number)) this.#start(number)
    }
  }

  #start(number: number): void {
    const worker = new PoolWorker(number, (self) =>
      this.#startTransport(number, {
        message: (message) => this.#receive(self, message),
        ended: (end) => this.#replace(self, end),
      }),
    )
    this.#team.push(worker)
  }

  #receive(worker: PoolWorker, message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        worker.state = 'ready'
        break
      case 'results':
        this.#fruitlessWorkers = 0
        worker.receive(message)
        break
      case 'refused': {
        const call = this.#calls.find((other) => other.id === message.call)
        const cause = restoreError(message.error)
        call?.abort(new TaskNotLoadedError(call.task.name, cause.message, cause))
        break
      }
    }
    this.#dispatch()
  }

  /** A worker has ended: sees to what it had, and to a successor where one is of use. */
  #replace(worker: PoolWorker, end: WorkerEnd): void {
    const wasReady = worker.state === 'ready'
    const status = worker.transport.status
    this.#team.splice(this.#team.indexOf(worker), 1)
    if (status.state === 'loading') {
      const call = this.#calls.find((other) => other.id === status.call)
      call?.abort(new TaskNotLoadedError(call.task.name, `the worker ${end.how} meanwhile.`, end.cause))
    }
    worker.surrender(new WorkerDiedError(end.how, end.cause))
    // A death while loading has ended its call; others without any work done must not repeat for ever.
    if (status.state === 'idle' && worker.transport.lastBegun === 0) this.#fruitlessWorkers += 1
    const isOver = this.#lifecycle !== 'open' && this.#calls.length === 0
    if (isOver || this.#lifecycle === 'terminated') {
      this.#endIfDone()
      return
    }
    const hasProspects = wasReady && this.#fruitlessWorkers < mostFruitlessWorkers
    if (hasProspects || worker.isDismissed) this.#start(worker.number)
    else if (this.#team.length === 0) this.#giveUp(wasReady, end)
    this.#keepAliveAsNeeded()
    this.#dispatch()
  }

  #giveUp(wasReady: boolean, end: WorkerEnd): void {
    this.#fruitlessWorkers = 0
    const how = wasReady ? `${end.how} before it began any item` : `${end.how} before it was ready`
    for (const call of this.#calls) call.abort(new WorkersNotStartedError(this.#workerUrl, how, end.cause))
  }

  /** Dispatches when the caller's code is through, once for many reasons. */
  #wake(): void {
    if (this.#isWoken) return
    this.#isWoken = true
    queueMicrotask(() => {
      this.#isWoken = false
      this.#dispatch()
    })
  }

  /** Gives work to workers with room. Inputs are pulled in here, and they may call the pool. */
  #dispatch(): void {
    this.#mustDispatchAgain = true
    if (this.#isDispatching) return
    this.#isDispatching = true
    try {
      while (this.#mustDispatchAgain) {
        this.#mustDispatchAgain = false
        this.#assignChunks()
        for (const worker of this.#team) if (!worker.send()) this.#mustDispatchAgain = true
        if (this.#takeBackForIdle()) this.#mustDispatchAgain = true
      }
    } finally {
      this.#isDispatching = false
    }
    this.#keepAliveAsNeeded()
  }

  /** A chunk for each worker, then another for each, for as long as there is room and something to do. */
  #assignChunks(): void {
    let hasAssigned = this.#calls.length > 0
    while (hasAssigned) {
      hasAssigned = false
      for (const worker of this.#team) {
        if (this.#assignChunk(worker)) hasAssigned = true
      }
    }
  }

  #assignChunk(worker: PoolWorker): boolean {
    const calls = this.#calls
    for (let step = 0; step < calls.length; step += 1) {
      const call = calls[(this.#turn + step) % calls.length]
      if (call === undefined || !worker.hasRoom(call)) continue
      const range = call.take(() => this.#countIdle())
      if (range === null) continue
      this.#turn += step + 1
      worker.assign(call, range)
      return true
    }
    return false
  }

  #countIdle(): number {
    let count = 0
    for (const worker of this.#team) if (worker.isIdle) count += 1
    return count
  }

  /**
   * Where a worker is idle and there is nothing new to do, fetches work that a busy one has not begun.
   * Returns whether something was fetched.
   */
  #takeBackForIdle(): boolean {
    if (this.#calls.length === 0 || !this.#team.some((worker) => worker.isIdle)) return false
    let busiest: PoolWorker | null = null
    let most = 0
    for (const worker of this.#team) {
      const time = worker.unbegunTime()
      if (time > most) [busiest, most] = [worker, time]
    }
    if (busiest === null) return false
    if (most < worthTakingBack && busiest.itemAge() < surprisingAge) {
      this.#takeBackTimer ??= setTimeout(() => {
        this.#takeBackTimer = null
        this.#dispatch()
      }, takeBackInterval).unref()
      return false
    }
    busiest.takeBackHalf()
    return true
  }

  #keepAliveAsNeeded(): void {
    for (const worker of this.#team) {
      const isNeeded = worker.isBusy || (worker.state === 'starting' && this.#calls.length > 0)
      worker.transport.setKeepsAlive(isNeeded)
    }
  }
}
