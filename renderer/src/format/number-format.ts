import { keptFormats } from './kept-formats.ts'

/** An `Intl.NumberFormat`: making one takes longer than formatting a whole table page with it. */
export const numberFormat = keptFormats(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)
