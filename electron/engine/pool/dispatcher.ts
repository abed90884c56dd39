import type { Call } from './call.ts'
import type { CallList } from './call-list.ts'
import { Deadlines } from './deadlines.ts'
import type { PoolWorker } from './pool-worker.ts'
import type { Team } from './team.ts'

/** Work that a busy worker has not begun is worth fetching for an idle one from here on, in milliseconds. */
const worthTakingBack = 1

/** An item that runs for so long has surprised its estimate: what waits behind it is fetched (milliseconds). */
const surprisingAge = 2

/** How soon to look again whether work is to be spread over more workers, in milliseconds. */
const spreadInterval = 5

/** Gives the work of calls to the workers of a team. */
export class Dispatcher {
  readonly #calls: CallList
  readonly #team: Team
  readonly #deadlines: Deadlines
  #isDispatching = false
  #mustDispatchAgain = false
  #isWoken = false
  #spreadTimer: NodeJS.Timeout | null = null

  constructor(calls: CallList, team: Team) {
    this.#calls = calls
    this.#team = team
    this.#deadlines = new Deadlines(
      calls,
      () => team.members,
      () => this.dispatch(),
    )
  }

  /** Dispatches when the caller's code is through, once for many reasons. */
  wake(): void {
    if (this.#isWoken) return
    this.#isWoken = true
    queueMicrotask(() => {
      this.#isWoken = false
      this.dispatch()
    })
  }

  /** There is a new call. */
  welcome(): void {
    this.#deadlines.reset()
    this.keepAliveAsNeeded()
    this.wake()
  }

  /** Gives work to workers with room. Inputs are pulled in here, and they may call the pool. */
  dispatch(): void {
    this.#mustDispatchAgain = true
    if (this.#isDispatching) return
    this.#isDispatching = true
    try {
      while (this.#mustDispatchAgain) {
        this.#mustDispatchAgain = false
        this.#assignChunks()
        for (const worker of this.#team.members) if (!worker.send()) this.#mustDispatchAgain = true
        if (this.#spreadWork()) this.#mustDispatchAgain = true
      }
    } finally {
      this.#isDispatching = false
    }
    this.#team.dismissSpent()
    if (this.#team.canGrow && this.#hasMore) this.#team.grow()
    this.#deadlines.arm()
    this.keepAliveAsNeeded()
  }

  /** Workers keep the process alive as long as something is to be awaited from them. */
  keepAliveAsNeeded(): void {
    for (const worker of this.#team.members) {
      const isNeeded = worker.isBusy || (worker.state === 'starting' && this.#calls.size > 0)
      worker.transport.setKeepsAlive(isNeeded)
    }
  }

  /** A chunk for each worker, then another for each, for as long as there is room and something to do. */
  #assignChunks(): void {
    let hasAssigned = this.#calls.size > 0
    while (hasAssigned) {
      hasAssigned = false
      for (const worker of this.#team.members) {
        if (!worker.isFull && this.#calls.serve(worker, this.#assignChunk)) hasAssigned = true
      }
    }
  }

  // Not methods: they are handed on for every chunk, and making a function each time would cost.
  readonly #assignChunk = (call: Call, worker: PoolWorker): boolean => {
    if (!worker.hasRoom(call)) return false
    const range = call.take(this.#countIdle)
    if (range === null) return false
    worker.assign(call, range)
    return true
  }

  readonly #countIdle = (): number => {
    let count = 0
    for (const worker of this.#team.members) if (worker.isIdle) count += 1
    return count
  }

  /** Whether a call has items that no worker has yet. */
  get #hasMore(): boolean {
    for (const call of this.#calls) if (call.hasMore) return true
    return false
  }

  /**
   * Where a worker is idle and there is nothing new to do, fetches work that a busy one has not begun; where
   * none is idle and one more may be started, starts it for such work. Returns whether something was fetched.
   */
  #spreadWork(): boolean {
    if (this.#calls.size === 0) return false
    const hasIdle = this.#team.members.some((worker) => worker.isIdle)
    if (!hasIdle && !this.#team.canGrow) return false
    let busiest: PoolWorker | null = null
    let most = 0
    for (const worker of this.#team.members) {
      const time = worker.unbegunTime()
      if (time > most) [busiest, most] = [worker, time]
    }
    if (busiest === null) return false
    if (most < worthTakingBack && busiest.itemAge() < surprisingAge) {
      this.#spreadTimer ??= setTimeout(() => {
        this.#spreadTimer = null
        this.dispatch()
      }, spreadInterval).unref()
      return false
    }
    if (hasIdle) busiest.takeBackHalf()
    else this.#team.grow()
    return hasIdle
  }
}
