/**
 * Makes the formats of one kind of `Intl`, each once: making one takes up to some milliseconds, and a run at work is shown ten
 * times a second.
 */
export function keptFormats<Options, Format>(
  make: (locale: string, options: Options) => Format,
): (locale: string, options: Options) => Format {
  const formats = new Map<string, Format>()
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`
    const known = formats.get(key)
    if (known !== undefined) return known
    const made = make(locale, options)
    formats.set(key, made)
    return made
  }
}
