import type { Settled } from './settled.ts'

/**
 * Finished results of neighbouring items, in columns. The columns are those of the message that brought
 * them, of which the segment is a window from `start` to `end`.
 */
export interface Segment {
  /** Place in the input of the item at `start`. */
  readonly first: number
  readonly values: unknown[]
  readonly start: number
  readonly end: number
  /** Why items failed, by their place in `values`. */
  readonly failures: ReadonlyMap<number, Error> | null
  readonly worker: number
  /** When the item at `start` began, in milliseconds since 1970. */
  readonly startedAt: number
  /** Milliseconds, by place in `values`; null where nobody asked. */
  readonly durations: ArrayLike<number> | null
}

/** A segment of one item that failed outside of its task. */
export function failedSegment(
  index: number,
  reason: Error,
  worker: number,
  startedAt: number,
  duration: number,
): Segment {
  return {
    first: index,
    values: [undefined],
    start: 0,
    end: 1,
    failures: new Map([[0, reason]]),
    worker,
    startedAt,
    durations: [duration],
  }
}

/** How many of a segment's items failed. */
export function countFailures({ start, end, failures }: Segment): number {
  if (failures === null) return 0
  let count = 0
  if (failures.size < end - start) {
    for (const place of failures.keys()) if (place >= start && place < end) count += 1
  } else {
    for (let place = start; place < end; place += 1) if (failures.has(place)) count += 1
  }
  return count
}

/** Reads a segment's results one after the other. */
export class SegmentReader {
  readonly #segment: Segment
  #place: number
  #clock: number

  constructor(segment: Segment) {
    this.#segment = segment
    this.#place = segment.start
    this.#clock = segment.startedAt
  }

  get remaining(): number {
    return this.#segment.end - this.#place
  }

  /** The failure that stands at the reading place, if one does. */
  get failure(): Error | undefined {
    return this.#segment.failures?.get(this.#place)
  }

  /** The rest as plain values, up to `limit` and up to the next failure. */
  takeValues(limit: number): unknown[] {
    const { values, end, failures } = this.#segment
    const from = this.#place
    let to = Math.min(end, from + limit)
    if (failures !== null) {
      let place = from
      while (place < to && !failures.has(place)) place += 1
      to = place
    }
    this.#place = to
    return from === 0 && to === values.length ? values : values.slice(from, to)
  }

  skip(): void {
    this.#place += 1
  }

  takeValue(): unknown {
    const value = this.#segment.values[this.#place]
    this.#place += 1
    return value
  }

  takeSettled(): Settled<unknown> {
    const { first, start, values, failures, worker, durations } = this.#segment
    const place = this.#place
    const index = first + place - start
    const duration = durations?.[place] ?? 0
    const startedAt = Math.round(this.#clock)
    const reason = failures?.get(place)
    this.#place = place + 1
    this.#clock += duration
    return reason === undefined
      ? { index, status: 'fulfilled', value: values[place], worker, startedAt, duration }
      : { index, status: 'rejected', reason, worker, startedAt, duration }
  }
}
