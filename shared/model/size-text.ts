/** Bytes in each unit: those of a thousand, and those of 1,024 with an `i`. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

const size = /^(?<count>\d{1,16}(?:\.\d{1,9})?) ?(?<unit>|B|[KMGT]i?B)$/iu

/** How a size is written, for messages. */
export const sizeForms = 'a number of bytes, or one with a unit such as 10MB, 4KiB or 1.5GB'

/**
 * The bytes that a text stands for: `4096`, `10MB` (ten million), `4KiB` (4,096). Null where it is no size.
 * A bare `K` or `M` is none, because programs do not agree on what it means.
 */
export function bytesOf(text: string): number | null {
  const parts = size.exec(text.trim())?.groups
  if (parts === undefined) return null
  const bytes = Math.round(
    Number(parts['count']) * (units[(parts['unit'] ?? '').toLowerCase()] ?? Number.NaN),
  )
  return Number.isSafeInteger(bytes) ? bytes : null
}
