/** Milliseconds of each unit that a duration may be written in. */
const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * A duration as it is typed: `500ms`, `30s`, `5m` or `5min`, `2h`, `1d`, `1.5h`, several as in `1h30m`; a bare
 * number means seconds. In milliseconds; null where the text is none.
 */
export function parseDuration(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Math.round(Number(text) * 1_000)
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/u.test(text)) return null
  let total = 0
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gu)) {
    const factor = units[unit]
    if (factor === undefined) return null
    total += Number(amount) * factor
  }
  return Math.round(total)
}

/** What a moment may look like, for messages. */
export const momentForms = '22:30, "2026-11-25 06:00", an ISO 8601 time, or +2h for in two hours'

/**
 * A moment as it is typed: a time of day (the next time that the clock shows it), a date and time, both in
 * the local time zone, an ISO 8601 time with a zone, or a duration from now after a `+`. Null where the text
 * is none.
 */
export function parseMoment(text: string, now: Date): Date | null {
  if (text.startsWith('+')) {
    const duration = parseDuration(text.slice(1))
    return duration === null ? null : validOrNull(new Date(now.getTime() + duration))
  }
  const timeOfDay = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text)
  if (timeOfDay !== null) return nextTimeOfDay(timeOfDay, now)
  const full =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/u.exec(text)
  if (full === null) return null
  const [, year, month, day] = full
  // A date alone is read as midnight UTC by the language; here it is local like the others.
  const moment = validOrNull(new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')))
  // 31 February would become a day in March.
  const daysOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) > daysOfMonth ? null : moment
}

function nextTimeOfDay([, hours, minutes, seconds]: RegExpExecArray, now: Date): Date | null {
  const time = [hours, minutes, seconds ?? '0'].map(Number)
  const [hour = 0, minute = 0, second = 0] = time
  if (hour > 23 || minute > 59 || second > 59) return null
  const moment = new Date(now)
  moment.setHours(hour, minute, second, 0)
  if (moment <= now) moment.setDate(moment.getDate() + 1)
  return moment
}

function validOrNull(moment: Date): Date | null {
  // ISO 8601 writes later years in a way of its own, which nobody means here.
  return Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9_999 ? null : moment
}

/** A moment in the local time zone, such that text order is time order: `2026-11-22 14:03:59`. */
export function localTime(iso: string): string {
  const date = new Date(iso)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()]
  function join(parts: readonly number[], separator: string): string {
    return parts.map((part) => String(part).padStart(2, '0')).join(separator)
  }
  return `${join(day, '-')} ${join(time, ':')}`
}
