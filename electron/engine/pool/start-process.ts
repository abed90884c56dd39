/** What is needed to start a worker process. */
export interface ProcessRequest {
  /** The module that the process starts with. */
  readonly url: URL
  /** The words that the process finds in `process.argv`, after its module. */
  readonly words: readonly string[]
  /** Options of Node that the process needs, such as `--max-old-space-size=64`. */
  readonly nodeOptions: readonly string[]
  /** For people, such as "pool worker 3". */
  readonly name: string
}

/** How a process ended. */
export interface ProcessEnd {
  /** Null where the process was ended by a signal. */
  readonly code: number | null
  readonly signal: string | null
  /** Whether it is known to have run out of memory. */
  readonly ranOutOfMemory: boolean
  /** The end of what it printed as errors, as far as that is known. */
  readonly errorOutput: string
}

/** What is told of a process. `ended` is called once, after every message that has arrived. */
export interface ProcessEvents {
  message(message: unknown): void
  /** An Error is what kept the process from being started. */
  ended(end: ProcessEnd | Error): void
}

/** A process that was started. */
export interface StartedProcess {
  /** Null where it could not be started, or where that is not known. */
  readonly pid: number | null
  /** Throws where the message cannot be cloned. What is sent to a process that has ended is dropped. */
  send(message: object): void
  /** Ends the process at once, whatever it does. */
  kill(): void
  /** Whether the process keeps this one alive. At first it does not. */
  setKeepsAlive(keepsAlive: boolean): void
}

/**
 * Starts a process that calls `serveTasks`. It must end by itself when this one does. May throw; failure to
 * start may also be told by `ended`.
 */
export type StartProcess = (request: ProcessRequest, events: ProcessEvents) => StartedProcess
