/** How far a run was at one moment. */
export interface Sample {
  /** Milliseconds on a clock that never goes back. */
  readonly at: number
  readonly items: number
  readonly bytes: number
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
