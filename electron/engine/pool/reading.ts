import type { SegmentReader } from './segment.ts'
import type { Settled } from './settled.ts'

/** In which form results are taken from a segment. */
export interface Reading<T> {
  /** Whether failures are results like others. Where they are not, a reader is never read at a failure. */
  readonly settlesFailures: boolean
  takeOne(reader: SegmentReader): T
  /** As many as the segment has, up to `limit` and up to a failure that is not settled. At least one. */
  takeMany(reader: SegmentReader, limit: number): T[]
  /** The same, added to a batch until that has `limit` results: segments may be many and short. */
  addMany(reader: SegmentReader, batch: T[], limit: number): void
}

/** The bare values. */
export function plainReading<Value>(): Reading<Value> {
  return {
    settlesFailures: false,
    takeOne: (reader) => asPromised(reader.takeValue()),
    takeMany: (reader, limit) => asPromised(reader.takeValues(limit)),
    addMany(reader, batch, limit) {
      while (batch.length < limit && reader.remaining > 0 && reader.failure === undefined) {
        batch.push(asPromised(reader.takeValue()))
      }
    },
  }
}

/** Values and failures alike, with their places and times. */
export function settledReading<Value>(): Reading<Settled<Value>> {
  return {
    settlesFailures: true,
    takeOne: (reader) => asPromised(reader.takeSettled()),
    takeMany(reader, limit) {
      const taken: Settled<Value>[] = []
      this.addMany(reader, taken, limit)
      return taken
    },
    addMany(reader, batch, limit) {
      while (batch.length < limit && reader.remaining > 0) batch.push(asPromised(reader.takeSettled()))
    },
  }
}

/**
 * What a task returns comes from another thread and has no type of its own: `Value` is the word of whoever
 * made the call. This is the one place at which that word is taken.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type
export function asPromised<Promised>(value: unknown): Promised {
  return value as Promised
}
