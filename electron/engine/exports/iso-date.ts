/** The last moment that a date can have, on either side of 1970, in milliseconds (ECMA-262, 21.4.1.1). */
const furthest = 8.64e15

/** Where in the text of a moment its milliseconds begin, counted from the end: `000Z`. */
const millisecondsLength = 4

let knownSecond = Number.NaN
let knownStart = ''

/**
 * A moment, in milliseconds since 1970, as ISO 8601 in UTC; null for one that has no such form. The results of a run
 * follow each other within a moment, so what comes before the milliseconds is kept for the next that is of the same second.
 */
export function toIsoDate(milliseconds: number | null): string | null {
  if (milliseconds === null || !(Math.abs(milliseconds) <= furthest)) return null
  const whole = Math.trunc(milliseconds)
  const second = Math.floor(whole / 1_000)
  if (second !== knownSecond) {
    knownSecond = second
    knownStart = new Date(second * 1_000).toISOString().slice(0, -millisecondsLength)
  }
  return `${knownStart}${String(whole - second * 1_000).padStart(3, '0')}Z`
}
