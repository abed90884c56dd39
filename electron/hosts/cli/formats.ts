const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** A whole number with its digits grouped: `12,480`. */
export function formatCount(count: number): string {
  return grouped.format(count)
}

/** A number with its noun: `1 file`, `2 files`. */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** An amount of data in decimal units: `41.3 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000
    unit += 1
  }
  const number = unit === 0 || value >= 99.95 ? grouped.format(value) : oneDecimal.format(value)
  return `${number} ${byteUnits[unit] ?? 'B'}`
}

/** A rate of items: whole above ten a second, one decimal below. */
export function formatRate(perSecond: number): string {
  return perSecond >= 10 ? grouped.format(perSecond) : oneDecimal.format(perSecond)
}

/** A time as a person says it: `0.4 s`, `12 s`, `3 min 10 s`, `2 h 5 min`, `3 d 4 h`. Milliseconds in. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${oneDecimal.format(milliseconds / 1000)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return pair(minutes, 'min', seconds % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min')
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** The time that one try took, where milliseconds count: `0.4 ms`, `35 ms`, `0.5 s`, `3 min 10 s`. */
export function formatTryDuration(milliseconds: number): string {
  if (milliseconds >= 99.5) return formatDuration(milliseconds)
  return `${milliseconds >= 9.95 ? grouped.format(milliseconds) : oneDecimal.format(milliseconds)} ms`
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** Beyond this a guess says nothing: 99 days, in milliseconds. */
const longestGuess = 99 * 86_400_000

/**
 * Time left, as the guess that it is: `about 12 s left`, `6 to 9 min left`. Null where a guess would say
 * nothing. Milliseconds in.
 */
export function formatRemaining(range: { readonly low: number; readonly high: number }): string | null {
  if (range.high > longestGuess) return null
  const [unit, name] = unitFor(range.high)
  const low = Math.max(1, Math.round(range.low / unit))
  const high = Math.max(1, Math.round(range.high / unit))
  return low === high ? `about ${high} ${name} left` : `${low} to ${high} ${name} left`
}

function unitFor(milliseconds: number): readonly [number, string] {
  if (milliseconds < 100_000) return [1000, 's']
  if (milliseconds < 100 * 60_000) return [60_000, 'min']
  if (milliseconds < 48 * 3_600_000) return [3_600_000, 'h']
  return [86_400_000, 'd']
}
