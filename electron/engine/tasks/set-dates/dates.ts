import { momentForms, momentOf } from '../../../../shared/model/moment.ts'
import type { WallClock } from '../../../../shared/model/output-name.ts'
import { EngineError } from '../../errors.ts'

/** What cameras and phones write into names: `IMG_20261128_123456`, `2026-11-28 12.34.56`, `20261128`. */
export const namePattern =
  '(?<!\\d)(?<year>(?:19|20)\\d{2})[-_. ]?(?<month>\\d{2})[-_. ]?(?<day>\\d{2})' +
  '(?:[-_. T]{0,3}(?:at )?(?<hour>\\d{2})[-_.: ]?(?<minute>\\d{2})(?:[-_.: ]?(?<second>\\d{2}))?)?'

export interface DateParameters {
  readonly from: 'taken' | 'name' | 'fixed'
  readonly date: string
  readonly pattern: string
}

/** The moment for all files, or the pattern by which it is found in names; null where the files tell it. */
export type DateRule =
  | { readonly kind: 'fixed'; readonly moment: number }
  | { readonly kind: 'name'; readonly pattern: RegExp }
  | { readonly kind: 'taken' }

/** @throws EngineError INVALID_PARAMETERS for what is no date, or no pattern of one */
export function requireDate({ from, date, pattern }: DateParameters): DateRule {
  if (from === 'taken') return { kind: 'taken' }
  if (from === 'fixed') {
    const moment = momentOf(date, Date.now())
    if (moment !== null) return { kind: 'fixed', moment }
    throw invalid('date', `${JSON.stringify(date)} is no date. Give ${momentForms}.`)
  }
  for (const group of ['year', 'month', 'day']) {
    if (!pattern.includes(`(?<${group}>`)) {
      throw invalid('pattern', `The pattern of dates in names has no group (?<${group}>…).`)
    }
  }
  try {
    return { kind: 'name', pattern: new RegExp(pattern, 'u') }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw invalid('pattern', `The pattern of dates in names is no regular expression. ${reason}.`)
  }
}

/** The date in a name; null where there is none, or none that the calendar has. */
export function dateInName(name: string, pattern: RegExp): number | null {
  const groups = pattern.exec(name)?.groups
  if (groups === undefined) return null
  function part(group: keyof WallClock): number {
    return Number(groups?.[group] ?? 0)
  }
  return momentOfClock({
    ...{ year: part('year'), month: part('month'), day: part('day') },
    ...{ hour: part('hour'), minute: part('minute'), second: part('second') },
  })
}

/** The moment at which a clock where this program runs shows that; null where none ever does. */
export function momentOfClock({ year, month, day, hour, minute, second }: WallClock): number | null {
  const date = new Date(2000, 0, 1, hour, minute, second)
  // The constructor takes the years 0 to 99 for others.
  date.setFullYear(year, month - 1, day)
  const isReal =
    date.getFullYear() === year &&
    date.getMonth() === month - 1 &&
    date.getDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 61
  return isReal ? date.getTime() : null
}

function invalid(parameter: string, message: string): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, { data: { task: 'set-dates', parameter } })
}
