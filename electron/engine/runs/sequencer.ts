/** Which item finished ones wait for, and how many they are. */
export interface Blockage<Item> {
  readonly item: Item
  readonly held: number
}

/** Places that have been left behind are cut off when there are so many, and more of them than others. */
const cutOffFrom = 1_024

/**
 * Puts what finishes in any order back into the order of the input. An item is expected when it is taken
 * from the input, and given when its outcome is final; what is given leaves as soon as everything that was
 * expected before it has left. An item may be given before it is expected.
 */
export class Sequencer<Item extends { readonly seq: number }, Outcome> {
  readonly #release: (outcome: Outcome) => void
  /** In the input's order. What stands before `#head` has left. */
  #expected: Item[] = []
  #head = 0
  readonly #held = new Map<number, Outcome>()

  /** @param release is handed the outcomes one by one, in the order of the input */
  constructor(release: (outcome: Outcome) => void) {
    this.#release = release
  }

  /** How many are expected and have not left. */
  get open(): number {
    return this.#expected.length - this.#head
  }

  /** What everything else waits for; null where nothing waits. */
  get blockage(): Blockage<Item> | null {
    const item = this.#expected[this.#head]
    return item === undefined || this.#held.size === 0 ? null : { item, held: this.#held.size }
  }

  /** The next item of the input, in ascending order. */
  expect(item: Item): void {
    this.#expected.push(item)
    this.#advance()
  }

  give(seq: number, outcome: Outcome): void {
    this.#held.set(seq, outcome)
    this.#advance()
  }

  /** Lets everything go that was given, in order, over the gaps of what never will be. */
  releaseAll(): void {
    const left = [...this.#held].toSorted(([first], [second]) => first - second)
    this.#held.clear()
    this.#expected = []
    this.#head = 0
    for (const [, outcome] of left) this.#release(outcome)
  }

  #advance(): void {
    for (;;) {
      const item = this.#expected[this.#head]
      if (item === undefined) break
      const outcome = this.#held.get(item.seq)
      if (outcome === undefined) break
      this.#held.delete(item.seq)
      this.#head += 1
      this.#release(outcome)
    }
    if (this.#head >= cutOffFrom && this.#head * 2 >= this.#expected.length) {
      this.#expected = this.#expected.slice(this.#head)
      this.#head = 0
    }
  }
}
