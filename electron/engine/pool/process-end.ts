import type { ProcessEnd } from './start-process.ts'
import type { WorkerEnd } from './worker-transport.ts'

/** Signals that a process gets for what it does itself. */
const crashSignals: ReadonlySet<string> = new Set([
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGSYS',
  'SIGTRAP',
])

/** From here on, an exit code of Windows is the number of an exception, such as 0xC0000005. */
const firstExceptionCode = 0xc0000000

/** The line in which Node says what was thrown. */
const thrownLine = /^\w*Error\b.*$/m

/** What is to be known beside the end itself. */
export interface EndCircumstances {
  readonly endedByPool: boolean
  /** Whether the worker had come so far as to take work. */
  readonly wasReady: boolean
}

/** Says how a worker process ended. */
export function describeProcessEnd(
  end: ProcessEnd | Error,
  { endedByPool, wasReady }: EndCircumstances,
): WorkerEnd {
  if (end instanceof Error) {
    return { how: `could not be created: ${describeThrown(end)}`, cause: end, isForeign: false }
  }
  const isForeign = end.signal !== null && !crashSignals.has(end.signal) && !end.ranOutOfMemory
  const how = howItEnded(end, endedByPool)
  // A worker that cannot load its entry has no other way to say why.
  const thrown = wasReady || end.code === 0 ? undefined : thrownLine.exec(end.errorOutput)?.[0]
  const explained = thrown === undefined ? how : `${how} (${thrown})`
  return { how: explained, cause: undefined, isForeign: isForeign && !endedByPool }
}

function howItEnded({ code, signal, ranOutOfMemory }: ProcessEnd, endedByPool: boolean): string {
  if (ranOutOfMemory) return 'ran out of memory'
  if (signal === null) {
    const isCrash = code !== null && code >= firstExceptionCode
    return isCrash ? `crashed (0x${code.toString(16).toUpperCase()})` : `exited with code ${String(code)}`
  }
  if (endedByPool) return 'was ended by the pool'
  return crashSignals.has(signal) ? `crashed (${signal})` : `was ended by signal ${signal}`
}

/** What was thrown, in a few words. */
export function describeThrown(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
