/**
 * The least time between a first and a second request to end, in milliseconds. A terminal's Ctrl-C reaches
 * every process of the group, and npm hands it on to its child once more: that is one request, not two.
 */
const secondRequestAfter = 500

/** The signals that ask a command to end. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A user's wish that the command ends. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (SIGINT), SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  /** Goes back to the system's own handling of the signals. */
  dispose(): void
}

/** Decides which signal is the first and which is a second one. `now` in milliseconds, only rising. */
export function createRequestCounter(now: () => number): () => 'first' | 'same' | 'second' {
  let first: number | null = null
  return () => {
    if (first === null) {
      first = now()
      return 'first'
    }
    return now() - first < secondRequestAfter ? 'same' : 'second'
  }
}

/**
 * Listens for Ctrl-C and its kin: the first one aborts the signal, so that the command can end in good
 * order; a second one calls `endNow`.
 */
export function watchInterruption(endNow: () => void): Interruption {
  const controller = new AbortController()
  const count = createRequestCounter(() => performance.now())
  function listener(): void {
    const request = count()
    if (request === 'first') controller.abort()
    if (request === 'second') endNow()
  }
  for (const name of endingSignals) process.on(name, listener)
  return {
    signal: controller.signal,
    dispose() {
      for (const name of endingSignals) process.off(name, listener)
    },
  }
}
