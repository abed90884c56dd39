import type { EngineEvent } from '../../../shared/contract/events.ts'

/** The pause before subscribing again, in milliseconds, so that an engine that refuses is not pestered. */
const pauseBetween = 500

function waitALittle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseBetween))
}

/**
 * Follows the engine's events until `stopped`. A stream that ends, fails or leaves out a number is followed by
 * a new one, which begins with a snapshot.
 */
export async function followEvents(
  subscribe: (signal: AbortSignal) => Promise<AsyncIterable<EngineEvent>>,
  receive: (event: EngineEvent) => void,
  stopped: AbortSignal,
  pause: () => Promise<void> = waitALittle,
): Promise<void> {
  async function followOnce(): Promise<void> {
    const ended = new AbortController()
    try {
      let expected: number | null = null
      for await (const event of await subscribe(AbortSignal.any([ended.signal, stopped]))) {
        if (stopped.aborted || (expected !== null && event.sequence !== expected)) return
        expected = event.sequence + 1
        receive(event)
      }
    } finally {
      ended.abort()
    }
  }

  while (!stopped.aborted) {
    try {
      await followOnce()
    } catch {
      // The connection module shows that the connection is lost; the next subscription waits for it.
    }
    await pause()
  }
}
