import { numberFormat } from './number-format.ts'

/** A unit, named by its key in the messages. */
export type Unit = 'B' | 'kB' | 'MB' | 'GB' | 'TB' | 'PB' | 'ms' | 's' | 'min' | 'h' | 'd'

/** A number with its unit: `3 min 10 s` is two of them. */
export interface QuantityPart {
  readonly value: string
  readonly unit: Unit | null
}

export type Quantity = readonly QuantityPart[]

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** A whole number, grouped for the language. */
export function formatCount(count: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(count)
}

/** Bytes in the decimal unit that leaves one to three digits before the point; three significant digits. */
export function bytesQuantity(bytes: number, locale: string): Quantity {
  let index = 0
  let value = bytes
  // 999.5 would be rounded to 1,000 of the smaller unit.
  while (value >= 999.5 && index < byteUnits.length - 1) {
    value /= 1000
    index += 1
  }
  const format =
    index === 0
      ? numberFormat(locale, { maximumFractionDigits: 0 })
      : numberFormat(locale, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
  return [{ value: format.format(value), unit: byteUnits[index] ?? 'B' }]
}

/** A rate in items a second: whole from 100 up, one decimal below, two below 1. */
export function formatRate(rate: number, locale: string): string {
  const digits = rate >= 100 || rate === 0 ? 0 : rate >= 1 ? 1 : 2
  return numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(rate)
}

/**
 * A length of time, in at most two units: `0.4 ms`, `12 ms`, `1.4 s`, `3 min 10 s`, `2 h 05 min`, `3 d 4 h`.
 * `duration` is in milliseconds.
 */
export function durationQuantity(duration: number, locale: string): Quantity {
  function number(value: number, fractionDigits = 0, integerDigits = 1): string {
    return numberFormat(locale, {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
      minimumIntegerDigits: integerDigits,
    }).format(value)
  }
  if (duration === 0) return [{ value: number(0), unit: 'ms' }]
  if (duration < 9.95) return [{ value: number(Math.max(duration, 0.1), 1), unit: 'ms' }]
  if (duration < 999.5) return [{ value: number(duration), unit: 'ms' }]
  if (duration < 9_950) return [{ value: number(duration / 1000, 1), unit: 's' }]
  const seconds = Math.round(duration / 1000)
  if (seconds < 60) return [{ value: number(seconds), unit: 's' }]
  if (seconds < 3600) {
    return [
      { value: number(Math.floor(seconds / 60)), unit: 'min' },
      { value: number(seconds % 60, 0, 2), unit: 's' },
    ]
  }
  const minutes = Math.floor(seconds / 60)
  if (minutes < 24 * 60) {
    return [
      { value: number(Math.floor(minutes / 60)), unit: 'h' },
      { value: number(minutes % 60, 0, 2), unit: 'min' },
    ]
  }
  const hours = Math.floor(minutes / 60)
  return [
    { value: number(Math.floor(hours / 24)), unit: 'd' },
    { value: number(hours % 24), unit: 'h' },
  ]
}

/** A guess at the time left, rounded to what a guess can bear. */
export type TimeLeft =
  | { readonly kind: 'moments' }
  | { readonly kind: 'about'; readonly unit: TimeLeftUnit; readonly value: number }
  | { readonly kind: 'range'; readonly unit: TimeLeftUnit; readonly low: number; readonly high: number }

export type TimeLeftUnit = 'seconds' | 'minutes' | 'hours' | 'days'

const timeLeftSteps: readonly { unit: TimeLeftUnit; size: number; step: number; below: number }[] = [
  { unit: 'seconds', size: 1_000, step: 5, below: 90_000 },
  { unit: 'minutes', size: 60_000, step: 1, below: 90 * 60_000 },
  { unit: 'hours', size: 3_600_000, step: 0.5, below: 36 * 3_600_000 },
  { unit: 'days', size: 86_400_000, step: 0.5, below: Number.POSITIVE_INFINITY },
]

/** Rounds a range of milliseconds outwards to one unit, so that the truth stays within it. */
export function timeLeft(range: { readonly low: number; readonly high: number }): TimeLeft {
  if (range.high < 5_000) return { kind: 'moments' }
  const scale = timeLeftSteps.find((candidate) => range.high < candidate.below)
  if (scale === undefined) return { kind: 'moments' }
  const grain = scale.size * scale.step
  const low = Math.max(scale.step, Math.floor(range.low / grain) * scale.step)
  const high = Math.max(low, Math.ceil(range.high / grain) * scale.step)
  // A range no wider than its own rounding is no range.
  if (high - low <= scale.step && low >= scale.step * 5)
    return { kind: 'about', unit: scale.unit, value: high }
  return low === high
    ? { kind: 'about', unit: scale.unit, value: high }
    : { kind: 'range', unit: scale.unit, low, high }
}
