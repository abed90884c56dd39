import { availableParallelism } from 'node:os'
import type { CallList } from './call-list.ts'
import { InitializerFailedError, TaskNotLoadedError } from './errors.ts'
import { WorkerDiedError, WorkersNotStartedError, type PoolError } from './errors.ts'
import { restoreError, type ErrorRecord } from './error-transfer.ts'
import type { FromWorker } from './messages.ts'
import { PoolWorker, type WorkerActivity } from './pool-worker.ts'
import type { Tally } from './tally.ts'
import type { TaskReference } from './task.ts'
import type { StartTransport, WorkerEnd } from './worker-transport.ts'

/** After so many workers in a row that died before they began an item, no more are started. */
const mostFruitlessWorkers = 3

/** The same, of workers that somebody else has ended, which says little about the next ones. */
const mostForeignEnds = 10

/** Further workers are started one by one and only when there is something for them to do. */
const workersAtOnce = availableParallelism()

export interface TeamSetting {
  readonly workers: number
  readonly workerUrl: URL
  readonly startTransport: StartTransport
  readonly initializer: TaskReference | null
  /** After so many items a worker is replaced. */
  readonly mostItems: number
  readonly tally: Tally
  readonly calls: CallList
  /** Told what a worker sent. */
  readonly received: (worker: PoolWorker, message: FromWorker) => void
  /** A worker has gone, and what it had is back with the calls. */
  readonly changed: () => void
  /** Whether the pool will have no more work. */
  readonly isOver: () => boolean
}

/** The workers of a pool: starts them as they are needed, replaces them, and lets them go. */
export class Team {
  readonly #setting: TeamSetting
  readonly #members: PoolWorker[] = []
  /** Numbers of workers that ended and have no successor yet. */
  readonly #vacant = new Set<number>()
  #target: number
  #fruitlessWorkers = 0
  /** Workers in a row that somebody else has ended before they began an item. */
  #foreignEnds = 0
  /** Set when a worker could not be started: none beyond the first ones is tried before the next call. */
  #isShort = false
  #failure: PoolError | null = null
  started = 0
  lost = 0
  replaced = 0

  constructor(setting: TeamSetting) {
    this.#setting = setting
    this.#target = setting.workers
  }

  /** How many workers there are to be. */
  get target(): number {
    return this.#target
  }

  /** The workers that there are, those included that start and those that end. */
  get members(): readonly PoolWorker[] {
    return this.#members
  }

  /** Why there will never be a worker again; null where nothing speaks against it. */
  get failure(): PoolError | null {
    return this.#failure
  }

  get activity(): WorkerActivity[] {
    const last = this.#members.reduce((most, { number }) => Math.max(most, number), this.#target)
    return Array.from({ length: last }, (_, place) => {
      const worker = this.#members.find((member) => member.number === place + 1)
      return worker?.activity() ?? { worker: place + 1, item: null }
    })
  }

  /** Starts the workers that there should always be. Tries again where it could not be done before. */
  start(): void {
    if (this.#failure !== null) return
    this.#isShort = false
    for (let number = 1; number <= Math.min(this.#target, workersAtOnce); number += 1) {
      if (!this.#has(number)) this.#startWorker(number)
    }
  }

  /** Whether one more worker could be started, and would not find others with as little to do. */
  get canGrow(): boolean {
    if (this.#members.length >= this.#target || this.#isShort || this.#failure !== null) return false
    return !this.#members.some((worker) => worker.state === 'starting' || worker.isIdle)
  }

  /** Starts one more worker where `canGrow` says that it could be. */
  grow(): void {
    let number = 1
    while (this.#has(number)) number += 1
    if (number <= this.#target) this.#startWorker(number)
  }

  /** Changes how many workers there are to be. Those that are too many finish what they have and go. */
  resize(workers: number): void {
    this.#target = workers
    for (const worker of this.#members) {
      const isWanted = worker.number <= workers
      if (!isWanted && worker.state === 'starting') worker.dismiss()
      else worker.isRetiring = !isWanted
    }
    for (const number of this.#vacant) if (number > workers) this.#vacant.delete(number)
  }

  /** Ends the workers that have nothing any more and will get nothing any more. */
  dismissSpent(): void {
    for (const worker of this.#members) if (worker.isSpent) worker.dismiss()
  }

  dismissAll(): void {
    for (const worker of this.#members) worker.dismiss()
  }

  /** A worker has done something: workers do not all die before they begin. */
  proveFruitful(): void {
    this.#fruitlessWorkers = 0
    this.#foreignEnds = 0
  }

  /** The initializer threw in a worker. */
  failInitializer(record: ErrorRecord): void {
    const cause = restoreError(record)
    this.#fail(cause.message, cause)
  }

  #has(number: number): boolean {
    return this.#members.some((worker) => worker.number === number)
  }

  #startWorker(number: number): void {
    const { startTransport, received } = this.#setting
    this.started += 1
    if (this.#vacant.delete(number)) this.replaced += 1
    const worker = new PoolWorker(number, this.#setting, (self) =>
      startTransport(number, {
        message: (message) => received(self, message),
        ended: (end) => this.#replace(self, end),
      }),
    )
    this.#members.push(worker)
  }

  /** A worker has ended: sees to what it had, and to a successor where one is of use. */
  #replace(worker: PoolWorker, end: WorkerEnd): void {
    const wasReady = worker.state === 'ready'
    const status = worker.transport.status
    const hadBegun = status.state === 'running' || (wasReady && worker.transport.lastBegun > 0)
    if (end.isForeign && !hadBegun) this.#foreignEnds += 1
    const mayRepeat = end.isForeign && this.#foreignEnds < mostForeignEnds
    this.#members.splice(this.#members.indexOf(worker), 1)
    if (worker.number <= this.#target) this.#vacant.add(worker.number)
    if (!worker.isDismissed) this.#mourn(worker, end, mayRepeat)
    worker.surrender(new WorkerDiedError(end.how, end.cause))
    // A death while loading has ended its call; others without any work done must not repeat for ever.
    if (!mayRepeat && status.state === 'idle' && worker.transport.lastBegun === 0) this.#fruitlessWorkers += 1
    if (!this.#setting.isOver() && this.#failure === null) this.#succeed(worker, wasReady, end, mayRepeat)
    this.#setting.changed()
  }

  /** A worker ended that nobody had ended. */
  #mourn(worker: PoolWorker, end: WorkerEnd, mayRepeat: boolean): void {
    this.lost += 1
    const status = worker.transport.status
    if (status.state !== 'loading' || mayRepeat) return
    if (worker.state === 'starting') {
      this.#fail(`the worker ${end.how} meanwhile.`, end.cause)
    } else {
      const call = this.#setting.calls.find(status.call)
      call?.abort(new TaskNotLoadedError(call.task.name, `the worker ${end.how} meanwhile.`, end.cause))
    }
  }

  #succeed(worker: PoolWorker, wasReady: boolean, end: WorkerEnd, mayRepeat: boolean): void {
    const { number } = worker
    const isHopeful = mayRepeat || (wasReady && this.#fruitlessWorkers < mostFruitlessWorkers)
    if (isHopeful || worker.isDismissed) {
      if (number <= Math.min(this.#target, workersAtOnce)) this.#startWorker(number)
    } else {
      this.#isShort = true
      if (this.#members.length === 0) this.#giveUp(wasReady, end)
    }
  }

  #giveUp(wasReady: boolean, end: WorkerEnd): void {
    this.#fruitlessWorkers = 0
    this.#foreignEnds = 0
    const how = wasReady ? `${end.how} before it began any item` : `${end.how} before it was ready`
    const { workerUrl, calls } = this.#setting
    for (const call of calls) call.abort(new WorkersNotStartedError(workerUrl, how, end.cause))
  }

  #fail(how: string, cause: unknown): void {
    this.#failure ??= new InitializerFailedError(this.#setting.initializer?.name ?? '', how, cause)
    for (const call of this.#setting.calls) call.abort(this.#failure)
    this.dismissAll()
  }
}
