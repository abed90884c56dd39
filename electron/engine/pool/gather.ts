import type { Reading } from './reading.ts'
import { plainReading } from './reading.ts'
import type { ResultStream } from './result-stream.ts'

/** Stands for an item that failed among values, of which any may be an error itself. */
class ItemFailure {
  readonly reason: Error

  constructor(reason: Error) {
    this.reason = reason
  }
}

/** The bare values, and failures in their places. */
export function gatherReading<Value>(): Reading<Value | ItemFailure> {
  const plain = plainReading<Value>()
  return {
    settlesFailures: true,
    takeOne(reader) {
      const failure = reader.failure
      if (failure === undefined) return plain.takeOne(reader)
      reader.skip()
      return new ItemFailure(failure)
    },
    takeMany(reader, limit) {
      if (reader.failure === undefined) return plain.takeMany(reader, limit)
      return [this.takeOne(reader)]
    },
    addMany(reader, batch, limit) {
      while (batch.length < limit && reader.remaining > 0) batch.push(this.takeOne(reader))
    },
  }
}

/**
 * Everything that a stream gives. Rejects with the reason of an abort; otherwise, when the stream is at its
 * end, with the first failure that it gave, or with what ended it.
 */
export async function gather<T>(
  stream: ResultStream<T | ItemFailure>,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const values: T[] = []
  let failure: ItemFailure | null = null
  try {
    for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
      for (const result of batch) {
        if (!(result instanceof ItemFailure)) values.push(result)
        else failure ??= result
      }
    }
  } catch (error) {
    if (failure === null || signal?.aborted === true) throw error
  }
  if (failure !== null) throw failure.reason
  return values
}
