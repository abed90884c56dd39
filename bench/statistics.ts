/** What a contender measured in one round: figures by name, each in the unit that its table says. */
export type Figures = Readonly<Record<string, number>>

/** A figure over all rounds. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The median with the ends. Of nothing all three are NaN. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: medianOf(sorted), least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN }
}

/**
 * One figure divided by another of the same round, over all rounds: what slows the machine down for a whole
 * round does not count. Rounds that only one of them has are left out.
 */
export function ratioOf(above: readonly number[], below: readonly number[]): Spread {
  const rounds = Math.min(above.length, below.length)
  return spreadOf(Array.from({ length: rounds }, (_, round) => (above[round] ?? 0) / (below[round] ?? 0)))
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
