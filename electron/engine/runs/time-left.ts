/** Time left in milliseconds, as a range because it is a guess: it holds four times in five. */
export interface TimeRange {
  readonly low: number
  readonly high: number
}

/** How far a run was at one moment of its time at work. */
interface Mark {
  /** Milliseconds at work. */
  readonly at: number
  readonly items: number
  readonly bytes: number
}

/** Marks that are kept; when there are more, every second one goes. */
const mostMarks = 64

/** With fewer stretches between marks than this nothing can be told. */
const leastStretches = 4

/** The shortest stretch, in milliseconds: what is shorter tells more of the clock than of the work. */
const shortestStretch = 200

/** Where nothing else is known of items, their bytes are all there is to go by, also of those in hand. */
const onlyBytes = { perItem: 0, perByte: 1 } as const

/** Of a normal distribution, four fifths lie within so many standard deviations. */
const fourFifths = 1.2816

/**
 * Learns from the items of a run how long the rest will take. What an item costs follows from its size: a
 * fixed part and a part for each byte, fitted to those that are done. How fast that is worked off, and how
 * evenly, is seen from the time that stretches of the run took: the less even, the wider the range.
 */
export class TimeLeft {
  // Sums over finished items of size (x) and duration (y), for the fit of y = a + b·x.
  #count = 0
  #x = 0
  #xx = 0
  #y = 0
  #xy = 0
  #yy = 0
  /** Bytes of the largest item that is done. */
  #largest = 0
  #marks: Mark[] = []
  #stretch = shortestStretch

  /** An item of so many bytes took a worker so many milliseconds. */
  learn(bytes: number, duration: number): void {
    this.#count += 1
    this.#largest = Math.max(this.#largest, bytes)
    this.#x += bytes
    this.#xx += bytes * bytes
    this.#y += duration
    this.#xy += bytes * duration
    this.#yy += duration * duration
  }

  /** How far the run is. To be told several times a second; never goes back. */
  mark(mark: Mark): void {
    const last = this.#marks.at(-1)
    if (last !== undefined && mark.at - last.at < this.#stretch) return
    this.#marks.push(mark)
    if (this.#marks.length <= mostMarks) return
    this.#marks = this.#marks.filter((_, place) => place % 2 === 0)
    this.#stretch *= 2
  }

  /** Null while it cannot be told. */
  estimate(left: { readonly items: number; readonly bytes: number }): TimeRange | null {
    if (left.items === 0) return { low: 0, high: 0 }
    const { perItem, perByte } = this.#canFit(left.bytes / left.items) ? this.#fit() : onlyBytes
    const cost = (items: number, bytes: number): number => perItem * items + perByte * bytes
    const costLeft = cost(left.items, left.bytes)
    const stretches = this.#stretches().map(({ time, items, bytes }) => ({ time, work: cost(items, bytes) }))
    const canTell = stretches.length >= leastStretches && sum(stretches.map(({ work }) => work)) > 0
    if (!canTell || costLeft <= 0) return null
    const { pace, seen, unevenness } = judge(stretches)
    const middle = pace * costLeft
    // Nothing came of the last stretches: the run stands still, and who knows for how long.
    if (!Number.isFinite(middle)) return null
    // The rest is so many stretches like those that were seen.
    const stretchesLeft = middle / (sum(stretches.map(({ time }) => time)) / stretches.length)
    const variance = unevenness * stretchesLeft * (1 + stretchesLeft / seen)
    // What was learnt from few stretches is less certain than the number of them already says.
    const margin = fourFifths * (1 + 1.2 / (seen - 1)) * Math.sqrt(variance)
    const high = middle + margin
    return Number.isFinite(high) ? { low: Math.max(0, middle - margin), high } : null
  }

  /**
   * Whether what was learnt says what an item of so many bytes costs. Of items that are larger than any that is
   * done it does so only where sizes have explained most of the durations.
   */
  #canFit(bytes: number): boolean {
    if (this.#count === 0) return false
    if (bytes <= this.#largest) return true
    const shared = this.#count * this.#xy - this.#x * this.#y
    const all = (this.#count * this.#xx - this.#x ** 2) * (this.#count * this.#yy - this.#y ** 2)
    return shared > 0 && shared ** 2 > all / 2
  }

  /** The least-squares fit, neither part of which may be negative. */
  #fit(): { readonly perItem: number; readonly perByte: number } {
    const spread = this.#count * this.#xx - this.#x * this.#x
    const mean = this.#y / this.#count
    if (!(spread > 0)) return { perItem: mean, perByte: 0 }
    const perByte = (this.#count * this.#xy - this.#x * this.#y) / spread
    const perItem = (this.#y - perByte * this.#x) / this.#count
    if (!(perByte > 0)) return { perItem: mean, perByte: 0 }
    if (perItem < 0) return { perItem: 0, perByte: this.#xy / this.#xx }
    return { perItem, perByte }
  }

  #stretches(): { readonly time: number; readonly items: number; readonly bytes: number }[] {
    return this.#marks.slice(1).map((mark, place) => {
      const before = this.#marks[place] ?? mark
      return { time: mark.at - before.at, items: mark.items - before.items, bytes: mark.bytes - before.bytes }
    })
  }
}

interface Stretch {
  readonly time: number
  readonly work: number
}

/**
 * The time that a unit of work takes, how many stretches that is learnt from, and the variance that adds up
 * with each stretch to come. Where slow stretches follow slow ones, the speed wanders: then the last ones
 * tell more than the first, and the rest is less certain.
 */
function judge(stretches: readonly Stretch[]): { pace: number; seen: number; unevenness: number } {
  const overall = paceOf(stretches)
  const alike = likeness(deviationsFrom(overall, stretches))
  const seen = Math.max(leastStretches, Math.round(stretches.length * (1 - alike)))
  const pace = paceOf(stretches.slice(-seen))
  const variance = squares(deviationsFrom(overall, stretches)) / (stretches.length - 1)
  return { pace, seen, unevenness: (variance * (1 + alike)) / (1 - alike) }
}

function paceOf(stretches: readonly Stretch[]): number {
  const work = sum(stretches.map((stretch) => stretch.work))
  return work > 0 ? sum(stretches.map((stretch) => stretch.time)) / work : Number.POSITIVE_INFINITY
}

function deviationsFrom(pace: number, stretches: readonly Stretch[]): number[] {
  return stretches.map(({ time, work }) => time - pace * work)
}

/** How much each deviation is like the one before, from 0 to nearly 1. */
function likeness(deviations: readonly number[]): number {
  const all = squares(deviations)
  if (all === 0) return 0
  const withNext = sum(deviations.slice(1).map((each, place) => each * (deviations[place] ?? 0)))
  return Math.min(0.95, Math.max(0, withNext / all))
}

function squares(values: readonly number[]): number {
  return sum(values.map((value) => value * value))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
