/** How far a run was at one moment. */
export interface Sample {
  /** Milliseconds on a clock that never goes back. */
  readonly at: number
  readonly items: number
  readonly bytes: number
}

/** Time left in milliseconds, as a range because it is a guess. */
export interface TimeRange {
  readonly low: number
  readonly high: number
}

/** How long the window is over which speed is measured, in milliseconds. */
const windowLength = 10_000

/** Below this much measured time a speed would be noise. */
const leastMeasuredTime = 500

/**
 * The speed of a run over its last seconds. Holds a bounded number of samples: those of the window, as
 * long as they are added a few times a second.
 */
export class RateMeter {
  readonly #samples: Sample[] = []

  add(sample: Sample): void {
    this.#samples.push(sample)
    // The oldest sample is kept until the one after it is old enough to measure the whole window.
    while (this.#samples.length > 2) {
      const second = this.#samples[1]
      if (second === undefined || sample.at - second.at < windowLength) break
      this.#samples.shift()
    }
  }

  /** Items and bytes per second, or null while there is too little to measure. */
  rates(): { readonly items: number; readonly bytes: number } | null {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined) return null
    const time = last.at - first.at
    if (time < leastMeasuredTime) return null
    return {
      items: ((last.items - first.items) * 1_000) / time,
      bytes: ((last.bytes - first.bytes) * 1_000) / time,
    }
  }
}

/**
 * The time left, once by items and once by bytes: what remains takes as long as what was just done,
 * per item if the overhead of a file governs, per byte if its content does. The two are the ends of the
 * range, widened by a tenth. Null while nothing moves.
 */
export function timeLeft(
  left: { readonly items: number; readonly bytes: number },
  rates: { readonly items: number; readonly bytes: number },
): TimeRange | null {
  if (left.items === 0) return { low: 0, high: 0 }
  const estimates: number[] = []
  if (rates.items > 0) estimates.push((left.items / rates.items) * 1_000)
  if (rates.bytes > 0) estimates.push((left.bytes / rates.bytes) * 1_000)
  if (estimates.length === 0) return null
  const low = Math.min(...estimates)
  const high = Math.max(...estimates)
  return { low: low * 0.9, high: high * 1.1 }
}
