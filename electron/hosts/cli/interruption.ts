import { constants, readFileSync } from 'node:fs'

/**
 * The least time between a first and a second request to end, in milliseconds. A terminal's Ctrl-C reaches
 * every process of the group, and npm hands it on to its child once more: that is one request, not two.
 */
const secondRequestAfter = 500

/** The signals that ask a command to end. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Whether the command was started by `nohup`, so that the end of its terminal does not end it. Node takes back that the
 * signal was ignored; what tells is that `nohup` gives a standard input which can be written and not be read.
 */
function isStartedByNohup(): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/mu.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & accessMode) === constants.O_WRONLY
  } catch {
    // Not Linux, or no standard input.
    return false
  }
}

/** The part of a file's flags that says whether it is open for reading or writing. */
const accessMode = 3

/** A user's wish that the command ends. */
export interface Interruption {
  /** Aborted by the first Ctrl-C (SIGINT), SIGTERM or SIGHUP; under `nohup` not by the last. */
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
  function ignore(): void {
    // Having a listener is what keeps the signal from ending the process.
  }
  const listeners = endingSignals.map(
    (name) => [name, name === 'SIGHUP' && isStartedByNohup() ? ignore : listener] as const,
  )
  for (const [name, listens] of listeners) process.on(name, listens)
  return {
    signal: controller.signal,
    dispose() {
      for (const [name, listens] of listeners) process.off(name, listens)
    },
  }
}
