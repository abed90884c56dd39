import type { Call } from './call.ts'
import type { Chunk } from './chunk.ts'
import type { WorkerDiedError } from './errors.ts'
import type { WorkerTransport } from './worker-transport.ts'

/** An item that is being run, as far as can be told. */
export interface RunningPlace {
  readonly chunk: Chunk
  /** The place in the chunk. */
  readonly place: number
  /** False where it is one of several that were begun at once: it may be another of them. */
  readonly isCertain: boolean
  /** By the steady clock. */
  readonly startedAt: number
  /** As the task told by `progress`; null before it has. */
  readonly done: number | null
  readonly total: number | null
}

/** The chunks that a worker has: what was given to it and has not come back. */
export class Hand {
  readonly #transport: WorkerTransport
  /** In the order in which they were given, which is the order in which they come back. */
  readonly #chunks: Chunk[] = []
  /** Items from this serial on are taken back; null while none are. */
  #takenFrom: number | null = null
  /** Expected milliseconds of all of them. */
  load = 0

  constructor(transport: WorkerTransport) {
    this.#transport = transport
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0
  }

  /** Whether something was taken back, so that nothing can be added before the hand is empty. */
  get isTakingBack(): boolean {
    return this.#takenFrom !== null
  }

  /** How many items the worker is still to finish. */
  get items(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.kept - chunk.reported, 0)
  }

  /** The hand is empty, and gets something anew. */
  startAfresh(): void {
    this.load = 0
    if (this.#takenFrom === null) return
    this.#takenFrom = null
    this.#transport.stopTakingBack()
  }

  add(chunk: Chunk): void {
    this.load += chunk.load
    this.#chunks.push(chunk)
  }

  /** The worker never got the chunk, or it is done with it. */
  remove(chunk: Chunk): void {
    if (this.#chunks[0] === chunk) this.#chunks.shift()
    else this.#chunks.splice(this.#chunks.indexOf(chunk), 1)
    this.load -= chunk.load
  }

  /** The chunk in which the item with that serial is still to be finished. */
  chunkOf(serial: number): Chunk | undefined {
    return this.#chunks.find(
      (chunk) => serial >= chunk.serial + chunk.reported && chunk.placeOf(serial) !== null,
    )
  }

  /** The item that runs; where it may be one of several, the first of those that are not reported. */
  get running(): RunningPlace | null {
    const status = this.#transport.status
    if (status.state !== 'running') return null
    for (const chunk of this.#chunks) {
      const first = Math.max(status.serial, chunk.serial + chunk.reported)
      const place = chunk.placeOf(first)
      if (place === null) continue
      const { startedAt, done, total } = status
      const isCertain = status.serial === status.lastSerial
      return first <= status.lastSerial ? { chunk, place, isCertain, startedAt, done, total } : null
    }
    return null
  }

  /** Whether the item is being run, as far as can be told: it may be one of several that were begun at once. */
  isRunning(serial: number): boolean {
    const status = this.#transport.status
    return status.state === 'running' && serial >= status.serial && serial <= status.lastSerial
  }

  /** Whether the worker is occupied by the call at the moment. */
  isWorkingOn(call: Call): boolean {
    const status = this.#transport.status
    return status.state === 'loading' ? status.call === call.id : this.running?.chunk.call === call
  }

  /** Milliseconds of work, as far as is known, that could be taken back; 0 for none. */
  unbegunTime(): number {
    const lastBegun = this.#transport.lastBegun
    let time = 0
    for (const chunk of this.#chunks) time += chunk.takeable(lastBegun) * chunk.itemTime
    return time
  }

  /**
   * Takes back what has not begun from a serial on, but for what was moved to the worker. Returns the serial
   * from which on nothing will be run.
   */
  takeBackFrom(serial: number): number {
    const afterMoved = this.#chunks.findLast((chunk) => chunk.isMoved)?.nextSerial ?? 0
    const from = Math.max(serial, afterMoved)
    this.#takenFrom = Math.min(from, this.#takenFrom ?? from)
    const firstTaken = this.#transport.takeBack(this.#takenFrom)
    for (const chunk of this.#chunks) chunk.giveBack(Math.max(0, firstTaken - chunk.serial), chunk.kept)
    return firstTaken
  }

  /** Takes back what has not begun from the first such item of the call on. */
  takeBackCall(call: Call): void {
    const lastBegun = this.#transport.lastBegun
    const chunk = this.#chunks.find(
      (other) => other.call === call && other.serial + other.kept - 1 > lastBegun,
    )
    if (chunk !== undefined) this.takeBackFrom(Math.max(chunk.serial, lastBegun + 1))
  }

  /** Takes back about half of what has not begun, from the end, and returns it to its calls. */
  takeBackHalf(): void {
    const lastBegun = this.#transport.lastBegun
    const unbegun = this.#chunks.reduce((sum, chunk) => sum + chunk.takeable(lastBegun), 0)
    let wanted = Math.ceil(unbegun / 2)
    let from: number | null = null
    for (const chunk of this.#chunks.toReversed()) {
      const available = chunk.takeable(lastBegun)
      const taken = chunk.call.canSplitChunks ? Math.min(wanted, available) : available
      if (chunk.kept === 0) continue
      if (wanted <= 0 || taken === 0) break
      from = chunk.serial + chunk.kept - taken
      wanted -= taken
    }
    if (from !== null) this.takeBackFrom(from)
  }

  /**
   * The worker is gone: what it had goes back to the calls, but for the item that it was running. `ending` is
   * the item for whose sake it was ended, with what becomes of that.
   */
  surrender(
    died: WorkerDiedError,
    ending: { readonly serial: number; readonly reason: Error } | null,
    worker: number,
  ): void {
    const { lastBegun } = this.#transport
    const lost = this.#findLost(ending?.serial ?? null)
    for (const chunk of this.#chunks.splice(0)) {
      const begun = chunk.begun(lastBegun)
      chunk.giveBack(begun, chunk.kept)
      const place = lost === null ? null : chunk.placeOf(lost.serial)
      if (lost === null || place === null || place < chunk.reported || place >= begun) {
        chunk.giveBackLost(chunk.reported, begun, worker)
        continue
      }
      chunk.giveBackLost(place + 1, begun, worker)
      if (chunk.call.isAborting) chunk.giveBack(place, place + 1)
      else chunk.fail(place, ending?.serial === lost.serial ? ending.reason : died, worker, lost.startedAt)
      chunk.giveBackLost(chunk.reported, place, worker)
    }
  }

  /**
   * The item that the worker was running when it ended; null where there was none, and also where it was one
   * of several and nobody can tell which. Those are run again, each marked on its own, to see.
   */
  #findLost(ended: number | null): { readonly serial: number; readonly startedAt: number } | null {
    const { running } = this
    const status = this.#transport.status
    if (running === null || status.state !== 'running') return null
    const { lastSerial, startedAt } = status
    if (ended !== null) return this.isRunning(ended) ? { serial: ended, startedAt } : null
    const isKnown = running.chunk.serial + running.place === lastSerial
    return isKnown ? { serial: lastSerial, startedAt } : null
  }
}
