/** Random numbers that a seed repeats, so that a drill that found something can be done again. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  fraction(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** One of the choices; each as often as its weight says. */
  pick<Choice>(choices: readonly (readonly [weight: number, choice: Choice])[]): Choice
}

/** Mulberry32: small, quick and even enough to choose moments with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    whole: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    pick(choices) {
      let point = fraction() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, choice] of choices) {
        point -= weight
        if (point < 0) return choice
      }
      const last = choices.at(-1)
      if (last === undefined) throw new Error('There is nothing to pick from.')
      return last[1]
    },
  }
}
