import { keptFormats } from './kept-formats.ts'

const dateFormat = keptFormats(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)

/** A moment as a person reads it: the date in words and the time to the minute, in the machine's time zone. */
export function formatMoment(moment: string | number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment))
}

/** A moment to the second, with its time zone. */
export function formatExactMoment(moment: string | number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(moment))
}
