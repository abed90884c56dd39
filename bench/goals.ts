import type { Comparison } from './compare.ts'
import { plain } from './report.ts'
import type { Spread } from './statistics.ts'

/** What is promised of a figure. */
export interface Goal {
  readonly promise: string
  /** As in "at least 7" or "at most 5 ms". */
  readonly bound: { readonly kind: 'at least' | 'at most'; readonly value: number; readonly unit: string }
  /** Null where it was not measured. */
  readonly figure: Spread | null
  /** The same with a time limit for each item, where that can make a difference; it must keep the promise too. */
  readonly limited?: Spread | null
}

/** Whether the medians keep the promise; null where one is not known. */
export function isReached({ bound, figure, limited }: Goal): boolean | null {
  const medians = (limited === undefined ? [figure] : [figure, limited]).map(
    (each) => each?.median ?? Number.NaN,
  )
  if (medians.some(Number.isNaN)) return null
  return medians.every((median) =>
    bound.kind === 'at least' ? median >= bound.value : median <= bound.value,
  )
}

/** A ratio that must be high enough, without a time limit and with one. */
export function atLeast(
  promise: string,
  value: number,
  figure: Spread | null,
  limited?: Spread | null,
): Goal {
  const bound = { kind: 'at least', value, unit: '' } as const
  return limited === undefined ? { promise, bound, figure } : { promise, bound, figure, limited }
}

/** A figure that must not be too high. */
export function atMost(promise: string, value: number, unit: string, figure: Spread | null): Goal {
  return { promise, bound: { kind: 'at most', value, unit }, figure }
}

/** Of several figures the one whose median is the lowest; null where one was not measured. */
export function lowest(figures: readonly (Spread | null)[]): Spread | null {
  let found: Spread | null = null
  for (const figure of figures) {
    if (figure === null) return null
    if (found === null || figure.median < found.median) found = figure
  }
  return found
}

/** The ratio of one contender to the best of several. */
export function ratioToBest(
  comparison: Comparison | null,
  above: string,
  below: readonly string[],
  figure: string,
): Spread | null {
  const best = comparison?.best(below, figure) ?? null
  return comparison === null || best === null ? null : comparison.ratio(above, best, figure)
}

/** The heads of the table of goals. */
export const goalHeads = ['goal', 'figure (least to most)', 'with time limit', 'floor', 'verdict'] as const

/** One row of the table of goals: the promise, what was found, what was promised, and whether it is kept. */
export function goalCells(goal: Goal): readonly string[] {
  const { promise, bound, figure, limited } = goal
  const reached = isReached(goal)
  const unit = bound.unit === '' ? '' : ` ${bound.unit}`
  function found(spread: Spread | null | undefined): string {
    if (spread === null || spread === undefined) return ''
    const { median, least, most } = spread
    const range = least === most ? '' : ` (${plain(least)} to ${plain(most)})`
    return `${plain(median)}${unit}${range}`
  }
  return [
    promise,
    found(figure),
    found(limited),
    `${bound.kind} ${String(bound.value)}${unit}`,
    reached === null ? 'not measured' : reached ? 'reached' : '**missed**',
  ]
}
