/** A collection of measured values, in a few figures. Those are 0 where nothing was measured. */
export interface HistogramSummary {
  readonly count: number
  readonly min: number
  readonly mean: number
  readonly max: number
  /** Half of the values are at most this, 5 % more or less. */
  readonly p50: number
  readonly p90: number
  readonly p99: number
}

/** Each bucket ends this many times higher than the one before. */
const bucketRatio = 1.1

/** Everything below this is one bucket. */
const smallest = 0.001

const buckets = 256

const logOfRatio = Math.log(bucketRatio)

/**
 * Counts values of any size in buckets that grow with them, so that a million values take no more memory
 * than one, and a percentile is right to 5 %. For values up to 10 million.
 */
export class Histogram {
  readonly #counts = new Float64Array(buckets)
  /** The bucket of the last value, and the values that it has: above the lower bound, up to the upper. */
  #place = 0
  #lower = -1
  #upper = smallest
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  /** Adds a value, not negative, so many times. */
  record(value: number, times = 1): void {
    // Neighbours are often alike, and finding a bucket takes longer than all the rest.
    if (value <= this.#lower || value > this.#upper) this.#find(value)
    this.#counts[this.#place] = (this.#counts[this.#place] ?? 0) + times
    this.#count += times
    this.#sum += value * times
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  /** Finds the bucket of a value. */
  #find(value: number): void {
    const bucket = value <= smallest ? 0 : Math.ceil(Math.log(value / smallest) / logOfRatio)
    this.#place = Math.min(bucket, buckets - 1)
    this.#upper = smallest * bucketRatio ** this.#place
    this.#lower = this.#place === 0 ? -1 : this.#upper / bucketRatio
  }

  get summary(): HistogramSummary {
    return {
      count: this.#count,
      min: this.#count === 0 ? 0 : this.#min,
      mean: this.#count === 0 ? 0 : this.#sum / this.#count,
      max: this.#max,
      p50: this.#percentile(0.5),
      p90: this.#percentile(0.9),
      p99: this.#percentile(0.99),
    }
  }

  #percentile(share: number): number {
    if (this.#count === 0) return 0
    const rank = Math.max(1, Math.ceil(share * this.#count))
    let seen = 0
    for (let place = 0; place < buckets; place += 1) {
      seen += this.#counts[place] ?? 0
      if (seen >= rank) return Math.min(this.#max, Math.max(this.#min, valueOf(place)))
    }
    return this.#max
  }
}

/** The middle of a bucket. */
function valueOf(place: number): number {
  return place === 0 ? smallest : smallest * bucketRatio ** (place - 0.5)
}
