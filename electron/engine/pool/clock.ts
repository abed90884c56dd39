/** The wall clock counts as set anew when it has moved by more than this against the steady one (milliseconds). */
const wallClockTolerance = 2

/** What `performance.now()` lacks of the machine's clock is measured so often, of which the surest counts. */
const originMeasurements = 5

const steadyOrigin = measureOrigin()

/** What is to be added to the steady clock; null before it was first asked for. */
let wallOffset: number | null = null

/**
 * Milliseconds by the machine's steady clock: all threads and processes of a machine read the same, and
 * nobody can set it. Times of items are measured by it, so that they are true whatever is done to the
 * wall clock, and wherever they are read.
 */
export function steadyNow(): number {
  return steadyOrigin + performance.now()
}

/** The same for a moment of this thread's `performance.now()`. */
export function steadyAt(now: number): number {
  return steadyOrigin + now
}

/** Milliseconds since 1970 of a moment of the steady clock, as the wall clock stands now. */
export function wallTime(steady: number): number {
  const before = steadyNow()
  // In the middle of its millisecond, of which only the whole ones are told.
  const wall = Date.now() + 0.5
  const after = steadyNow()
  const offset = wall - (before + after) / 2
  // A thread that was made to wait between two looks at the clocks has learnt nothing about them.
  const isCertain = after - before < wallClockTolerance / 2
  if (wallOffset === null || (isCertain && Math.abs(offset - wallOffset) > wallClockTolerance)) {
    wallOffset = offset
  }
  return steady + wallOffset
}

/** A thread that was made to wait between two looks at the clocks would be wrong by as much for good. */
function measureOrigin(): number {
  let origin = 0
  let shortest = Number.POSITIVE_INFINITY
  for (let measurement = 0; measurement < originMeasurements; measurement += 1) {
    const before = performance.now()
    const steady = Number(process.hrtime.bigint()) / 1e6
    const after = performance.now()
    if (after - before >= shortest) continue
    shortest = after - before
    origin = steady - (before + after) / 2
  }
  return origin
}
