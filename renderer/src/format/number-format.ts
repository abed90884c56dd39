const formats = new Map<string, Intl.NumberFormat>()

/** An `Intl.NumberFormat`, made once: making one takes longer than formatting a whole table page with it. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}
