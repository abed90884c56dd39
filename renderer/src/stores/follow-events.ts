import type { EngineEvent } from '../../../shared/contract/events.ts'

/** The pause before subscribing again, in milliseconds, so that an engine that refuses is not pestered. */
const pause = 500

/**
 * Follows the engine's events for as long as the page lives. A stream that ends, fails or leaves out a number
 * is followed by a new one, which begins with a snapshot.
 */
export function followEvents(
  subscribe: (signal: AbortSignal) => Promise<AsyncIterable<EngineEvent>>,
  receive: (event: EngineEvent) => void,
): void {
  async function followOnce(): Promise<void> {
    const ended = new AbortController()
    try {
      let expected: number | null = null
      for await (const event of await subscribe(ended.signal)) {
        if (expected !== null && event.sequence !== expected) return
        expected = event.sequence + 1
        receive(event)
      }
    } finally {
      ended.abort()
    }
  }

  async function follow(): Promise<void> {
    for (;;) {
      try {
        await followOnce()
      } catch {
        // The connection module shows that the connection is lost; the next subscription waits for it.
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  void follow()
}
