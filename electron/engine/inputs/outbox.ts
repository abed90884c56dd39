import type { PathText } from '../../../shared/model/path-text.ts'
import type { BatchMessage } from './enumerator-protocol.ts'
import type { FileFacts } from './finder.ts'
import type { IdentifyingFinder } from './look-through.ts'
import type { Problem } from './problems.ts'

/** The most items in a batch. */
export const largestBatch = 1_000

/** The first batch is small, so that the first items are there at once; each is twice the one before. */
const firstBatch = 50

/** How long an item is held for others to go with it, in milliseconds. */
const longestHold = 50

/** Gathers findings into batches and sends each when it is full, or when its first item has waited long. */
export class Outbox implements IdentifyingFinder {
  readonly #send: (batch: BatchMessage) => void
  readonly #mayRepeat: boolean
  readonly #now: () => number
  #limit = firstBatch
  #heldSince = 0
  #paths: PathText[] = []
  readonly #sizes = new Float64Array(largestBatch)
  readonly #modifiedAt = new Float64Array(largestBatch)
  #identities: PathText[] = []
  #problems: { index: number; problem: Problem }[] = []
  #links = 0
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

  found(path: PathText, facts: FileFacts, problem: Problem | null, identity: PathText): void {
    if (problem !== null) this.#problems.push({ index: this.#paths.length, problem })
    if (this.#isEmpty()) this.#heldSince = this.#now()
    this.#sizes[this.#paths.length] = facts.size ?? Number.NaN
    this.#modifiedAt[this.#paths.length] = facts.modifiedAt ?? Number.NaN
    this.#paths.push(path)
    if (this.#mayRepeat) {
      this.#identities.push(identity)
      this.#identitiesDiffer ||= identity !== path
    }
    if (this.#paths.length >= this.#limit) this.flush()
    else this.pulse()
  }

  link(): void {
    if (this.#isEmpty()) this.#heldSince = this.#now()
    this.#links += 1
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
      problems: this.#problems,
      identities: this.#identitiesDiffer ? this.#identities : null,
      links: this.#links,
      mayRepeat: this.#mayRepeat,
    }
    this.#paths = []
    this.#identities = []
    this.#problems = []
    this.#links = 0
    this.#identitiesDiffer = false
    this.#limit = Math.min(largestBatch, this.#limit * 2)
    this.#send(batch)
  }

  #isEmpty(): boolean {
    return this.#paths.length === 0 && this.#links === 0
  }
}
