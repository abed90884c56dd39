/** Random numbers that are the same again for the same seed: Marsaglia's xorshift with 32 bits. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed === 0 ? 1 : seed | 0
  }

  /** From 0 to below 1. */
  next(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return (state >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** True in `share` of all cases. */
  happens(share: number): boolean {
    return this.next() < share
  }

  oneOf<Choice>(choices: readonly [Choice, ...Choice[]]): Choice {
    return choices[this.between(0, choices.length - 1)] ?? choices[0]
  }
}
