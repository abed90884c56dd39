/** Milliseconds in each unit that an age may be given in. */
const units: Readonly<Record<string, number>> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
}

const age = /^(?<count>\d{1,9}(?:\.\d{1,9})?) ?(?<unit>s|min|h|d|w|y)$/u
const date = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/u
const dateAndTime =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(?<zone>Z|[+-]\d{2}:\d{2})?$/u

/** How a moment is written, for messages. */
export const momentForms = 'a date such as 2026-11-24, a time such as 2026-11-24T18:30, or an age such as 7d'

/**
 * The moment that a text names, in milliseconds since 1970; null where it names none.
 *
 * - `2026-11-24`: the beginning of that day, where this program runs.
 * - `2026-11-24T18:30`, with seconds or without, there too unless it ends in `Z` or `+01:00`.
 * - `7d`, `1.5h`: so long before `now`. Units: `s`, `min`, `h`, `d`, `w`, `y` (365 days).
 *
 * @param now milliseconds since 1970
 */
export function momentOf(text: string, now: number): number | null {
  const ago = age.exec(text)?.groups
  if (ago !== undefined) return now - Number(ago['count']) * (units[ago['unit'] ?? ''] ?? Number.NaN)
  const day = startOfDay(text)
  if (day !== null) return day.getTime()
  const parts = dateAndTime.exec(text)?.groups
  if (parts === undefined || startOfDay(parts['date'] ?? '') === null) return null
  const moment = Date.parse(`${parts['date'] ?? ''}T${parts['time'] ?? ''}${parts['zone'] ?? ''}`)
  return Number.isNaN(moment) ? null : moment
}

/** The beginning of a day of the calendar, in local time; null for the 31st of February. */
function startOfDay(text: string): Date | null {
  const parts = date.exec(text)?.groups
  if (parts === undefined) return null
  const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])]
  const start = new Date(2000, 0, 1)
  // The constructor takes the years 0 to 99 for others.
  start.setFullYear(year, month - 1, day)
  return start.getFullYear() === year && start.getMonth() === month - 1 && start.getDate() === day
    ? start
    : null
}
