const formats = new Map<string, Intl.DateTimeFormat>()

/** An `Intl.DateTimeFormat`, made once: making one takes some milliseconds, and a run at work is shown ten times a second. */
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

/** A moment as a person reads it: the date in words and the time to the minute, in the machine's time zone. */
export function formatMoment(moment: string | number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment))
}

/** A moment to the second, with its time zone. */
export function formatExactMoment(moment: string | number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(moment))
}
