import type { Comparison } from './compare.ts'
import type { Spread } from './statistics.ts'

/** A table in Markdown: the first column is text, the others are figures. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = heads.map((_, column) => (column === 0 ? '---' : '---:'))
  return [heads, line, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A number in thousands, such as "1,665" or "32.4". */
export function thousands(value: number): string {
  return plain(value / 1_000)
}

/** A number with as many digits as it deserves: three, or all before the point. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** A ratio with its least and most over the rounds. */
export function ratioText(ratio: Spread | null): string {
  return ratio === null ? '–' : `×${plain(ratio.median)}, ${plain(ratio.least)} to ${plain(ratio.most)}`
}

/** A figure with its least and most over the rounds. */
export function spreadText(spread: Spread | null, format: (value: number) => string = plain): string {
  if (spread === null) return ''
  const { median, least, most } = spread
  return least === most ? format(median) : `${format(median)} (${format(least)} to ${format(most)})`
}

/** Which contenders are not in a table, and why; nothing where all are. */
export function leftOutText({ leftOut }: Comparison): string {
  if (leftOut.length === 0) return ''
  return `\n${leftOut.map(({ name, reason }) => `Left out: ${name}: ${reason}.`).join('\n\n')}\n`
}
