import { steadyNow } from './clock.ts'

/** Stretches of the steady clock that do not count: the machine slept. */
interface Sleep {
  readonly from: number
  /** Null while it lasts. */
  readonly to: number | null
}

/** No item runs through more sleeps than that; older ones are forgotten. */
const keptSleeps = 1_000

let sleeps: readonly Sleep[] = []

/**
 * The machine is about to sleep: from now on time limits stand still. The steady clocks of some systems go on
 * while the machine sleeps, and no item is to be ended because a lid was closed.
 */
export function holdTimeLimits(now = steadyNow()): void {
  if (sleeps.at(-1)?.to === null) return
  sleeps = [...sleeps, { from: now, to: null }].slice(-keptSleeps)
}

/** The machine is awake again. Nothing where it did not sleep. */
export function releaseTimeLimits(now = steadyNow()): void {
  const last = sleeps.at(-1)
  if (last?.to === null) sleeps = [...sleeps.slice(0, -1), { from: last.from, to: now }]
}

/** Milliseconds since a moment of the steady clock, without those in which the machine slept. */
export function awakeSince(moment: number, now = steadyNow()): number {
  let asleep = 0
  for (const { from, to } of sleeps) asleep += Math.max(0, (to ?? now) - Math.max(from, moment))
  return now - moment - asleep
}
