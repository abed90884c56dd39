/** The longest text that is taken from a file's metadata, in characters. */
const longestText = 500

/** A text out of a file's metadata as it may stand in a table: without control characters; null for none. */
export function cleanText(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const clean = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return clean === '' ? null : clean.slice(0, longestText).toWellFormed()
}
