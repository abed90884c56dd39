import type { WorkerEnd } from './process-broker.ts'

/** Why a process is gone, in Chromium's words. */
export type GoneReason = Electron.Details['reason']

/**
 * How a worker ended, from what Electron tells: the code of the `exit` event, the reason of the
 * `child-process-gone` event where there was one, and what the process printed as errors. A signal's number
 * is not told, so that a crash stands for the most usual one.
 */
export function workerEnd(code: number, reason: GoneReason | null, errorOutput: string): WorkerEnd {
  const ranOutOfMemory = reason === 'oom' || (reason === 'crashed' && errorOutput.includes('out of memory'))
  const signal = reason === 'killed' ? 'SIGKILL' : reason === 'crashed' ? 'SIGSEGV' : null
  return { code: signal === null ? code : null, signal, ranOutOfMemory, errorOutput }
}
