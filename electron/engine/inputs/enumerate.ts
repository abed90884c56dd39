import { on } from 'node:events'
import type { Worker } from 'node:worker_threads'
import type { InputFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { LeftOut } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { EngineError } from '../errors.ts'
import type { FoundItem } from '../store/records.ts'
import {
  isEnumeratorMessage,
  type BatchMessage,
  type EnumeratorMessage,
  type EnumeratorRequest,
} from './enumerator-protocol.ts'
import { enumeratorThreads } from './enumerator-threads.ts'

/** Items that were found one after another. */
export interface EnumeratedBatch {
  /** In input order; at most 1000, and possibly none where nothing counted. */
  readonly items: readonly FoundItem[]
  /** What did not count, by reason. `duplicates` is 0: whether a file was met before is found out later. */
  readonly leftOut: LeftOut
  /**
   * Whether the same file could be found again in this enumeration; the same in all of its batches. False
   * only where that is certain.
   */
  readonly mayRepeat: boolean
  /**
   * The real path of each item, by which a file is recognised that was reached by two ways. Null where each
   * is just the item's path, and where `mayRepeat` is false.
   */
  readonly identities: readonly PathText[] | null
}

export interface EnumerateOptions {
  /** Where the code of `enumerator-thread.ts` is. */
  readonly threadUrl: URL
  /** Which of the files count. */
  readonly filter: InputFilter
  /** From which ages in the filter count back, in milliseconds since 1970: the start of the run. */
  readonly now: number
  /** Ends the enumeration: the iterator then throws the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * Finds the items that inputs stand for, in a thread of its own, no faster than they are taken: a few
 * batches are under way at most. The thread begins with the first batch asked for. It ends when the iteration is left
 * before the last one, and is kept for a while otherwise (`EnumeratorThreads`).
 *
 * A thread that hangs in a system call, on a network drive that went away, is not waited for.
 * @throws EngineError INTERNAL when the thread itself fails, also where a pattern of the filter cannot be used
 */
export async function* enumerate(
  inputs: readonly InputSource[],
  options: EnumerateOptions,
): AsyncGenerator<EnumeratedBatch, void, undefined> {
  const { threadUrl, filter, now, signal } = options
  signal?.throwIfAborted()
  const taken = new Int32Array(new SharedArrayBuffer(4))
  const request: EnumeratorRequest = { inputs, filter, now, taken }
  const thread = enumeratorThreads.take(threadUrl)
  let hasAnswered = false
  try {
    const messages = messagesOf(thread, signal)
    thread.postMessage(request)
    for await (const message of messages) {
      if (message.kind === 'end') {
        hasAnswered = true
        return
      }
      yield itemsOf(message)
      Atomics.add(taken, 0, 1)
      Atomics.notify(taken, 0)
    }
    throw new EngineError(
      'INTERNAL',
      'The thread that looks through the inputs ended before its work was done.',
    )
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof EngineError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('INTERNAL', `The thread that looks through the inputs failed: ${reason}.`, {
      cause: error,
    })
  } finally {
    if (hasAnswered) enumeratorThreads.keep(threadUrl, thread)
    else void thread.terminate()
  }
}

/** The thread's messages until it ends. Throws what the thread threw. */
async function* messagesOf(
  thread: Worker,
  signal: AbortSignal | undefined,
): AsyncGenerator<EnumeratorMessage, void, undefined> {
  const events: AsyncIterable<unknown[]> = on(thread, 'message', {
    close: ['exit'],
    ...(signal === undefined ? {} : { signal }),
  })
  for await (const [message] of events) {
    if (!isEnumeratorMessage(message)) throw new Error('it sent a message of an unknown kind')
    yield message
  }
}

function itemsOf(batch: BatchMessage): EnumeratedBatch {
  const problems = new Map(batch.problems.map(({ index, problem }) => [index, problem]))
  return {
    items: batch.paths.map((path, index) => ({
      path,
      size: numberOrNull(batch.sizes[index]),
      modifiedAt: numberOrNull(batch.modifiedAt[index]),
      rootLength: batch.rootLengths[index] ?? 0,
      problem: problems.get(index) ?? null,
    })),
    leftOut: batch.leftOut,
    mayRepeat: batch.mayRepeat,
    identities: batch.identities,
  }
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
