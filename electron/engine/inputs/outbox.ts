import type { LeftOut } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { BatchMessage } from './enumerator-protocol.ts'
import type { FileFacts, Finder, LeftOutReason } from './finder.ts'
import type { Problem } from './problems.ts'

/** The most items in a batch. */
export const largestBatch = 1_000

/** The first batch is small, so that the first items are there at once; each is twice the one before. */
const firstBatch = 50

/** How long an item is held for others to go with it, in milliseconds. */
const longestHold = 50

/** Gathers findings into batches and sends each when it is full, or when its first item has waited long. */
export class Outbox implements Finder {
  readonly #send: (batch: BatchMessage) => void
  readonly #mayRepeat: boolean
  readonly #now: () => number
  #limit = firstBatch
  #heldSince = 0
  #paths: PathText[] = []
  readonly #sizes = new Float64Array(largestBatch)
  readonly #modifiedAt = new Float64Array(largestBatch)
  readonly #rootLengths = new Uint32Array(largestBatch)
  #rootLength = 0
  #identities: PathText[] = []
  #problems: { index: number; problem: Problem }[] = []
  #leftOut = createCounts()
  #hasLeftOut = false
  #identitiesDiffer = false

  /** `send` may wait for room. */
  constructor(
    send: (batch: BatchMessage) => void,
    mayRepeat: boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send
    this.#mayRepeat = mayRepeat
    this.#now = now
  }

  below(root: PathText | null): void {
    this.#rootLength = root?.length ?? 0
  }

  found(path: PathText, facts: FileFacts, problem: Problem | null, identity: PathText): void {
    if (problem !== null) this.#problems.push({ index: this.#paths.length, problem })
    if (this.#isEmpty()) this.#heldSince = this.#now()
    this.#sizes[this.#paths.length] = facts.size ?? Number.NaN
    this.#modifiedAt[this.#paths.length] = facts.modifiedAt ?? Number.NaN
    this.#rootLengths[this.#paths.length] = this.#rootLength
    this.#paths.push(path)
    if (this.#mayRepeat) {
      this.#identities.push(identity)
      this.#identitiesDiffer ||= identity !== path
    }
    if (this.#paths.length >= this.#limit) this.flush()
    else this.pulse()
  }

  leftOut(reason: LeftOutReason): void {
    if (this.#isEmpty()) this.#heldSince = this.#now()
    this.#leftOut[reason] += 1
    this.#hasLeftOut = true
    this.pulse()
  }

  pulse(): void {
    if (!this.#isEmpty() && this.#now() - this.#heldSince >= longestHold) this.flush()
  }

  /** Sends what is held, if anything is. */
  flush(): void {
    if (this.#isEmpty()) return
    const batch: BatchMessage = {
      kind: 'batch',
      paths: this.#paths,
      sizes: this.#sizes.slice(0, this.#paths.length),
      modifiedAt: this.#modifiedAt.slice(0, this.#paths.length),
      rootLengths: this.#rootLengths.slice(0, this.#paths.length),
      problems: this.#problems,
      identities: this.#identitiesDiffer ? this.#identities : null,
      leftOut: this.#leftOut,
      mayRepeat: this.#mayRepeat,
    }
    this.#paths = []
    this.#identities = []
    this.#problems = []
    if (this.#hasLeftOut) this.#leftOut = createCounts()
    this.#hasLeftOut = false
    this.#identitiesDiffer = false
    this.#limit = Math.min(largestBatch, this.#limit * 2)
    this.#send(batch)
  }

  #isEmpty(): boolean {
    return this.#paths.length === 0 && !this.#hasLeftOut
  }
}

function createCounts(): LeftOut {
  return {
    duplicates: 0,
    links: 0,
    hidden: 0,
    tooDeep: 0,
    pattern: 0,
    extension: 0,
    size: 0,
    modified: 0,
  }
}
