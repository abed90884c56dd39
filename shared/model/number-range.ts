/** The most numbers of one range. */
export const mostNumbers = 1_000_000_000

/** The largest number of a range, and the largest step. */
export const largestNumber = 1e15

/** The most digits that a number is filled up to. */
export const mostDigits = 100

/** Whole numbers from one to another, both included where the step meets them. */
export interface NumberRange {
  readonly from: number
  /** May be below `from`: then the numbers go down. */
  readonly to: number
  /** From 1. */
  readonly step: number
  /** The least number of digits: shorter numbers get zeros before them. */
  readonly digits: number
}

const rangeText = /^(?<from>-?\d{1,15})\.\.(?<to>-?\d{1,15})(?:\.\.(?<step>\d{1,15}))?$/u

/** How a range is written, for messages. */
export const rangeForms = '1..1000, 0001..1000 for numbers of four digits, or 0..100..5 for every fifth'

/**
 * The range that a text such as `1..1000`, `0001..1000` or `0..100..5` stands for; null where it is none. A
 * zero before one of the two ends asks for as many digits everywhere as the longer of them has.
 */
export function parseNumberRange(text: string): NumberRange | null {
  const parts = rangeText.exec(text)?.groups
  if (parts === undefined) return null
  const ends = [parts['from'] ?? '', parts['to'] ?? ''].map((end) => end.replace('-', ''))
  const range = {
    from: Number(parts['from']),
    to: Number(parts['to']),
    step: Number(parts['step'] ?? 1),
    digits: ends.some((end) => /^0\d/u.test(end)) ? Math.max(...ends.map((end) => end.length)) : 1,
  }
  return range.step > 0 ? range : null
}

/** The numbers of a range as texts, one after another. */
export function* numbersOf(range: NumberRange): Generator<string, void, undefined> {
  const { from, to, step, digits } = range
  const direction = from <= to ? step : -step
  const count = numberCount(range)
  for (let index = 0; index < count; index += 1) {
    const number = from + index * direction
    const text = String(Math.abs(number)).padStart(digits, '0')
    yield number < 0 ? `-${text}` : text
  }
}

/** How many numbers a range has. */
export function numberCount({ from, to, step }: NumberRange): number {
  return Math.floor(Math.abs(to - from) / step) + 1
}
