import type { Transferable } from 'node:worker_threads'
import type { FromWorker, ReportMessage } from './messages.ts'

/** What a worker sends to its pool, whatever kind of worker it is. */
export interface WorkerOutlet {
  /**
   * Sends a message; `moved` are the parts of it that are moved where that is possible. Throws when
   * something in it cannot be cloned; then nothing was sent.
   */
  send(message: FromWorker, moved: readonly Transferable[]): void
  /** Sends a report. Waits while there are too many that the pool has not handed on. Throws as `send` does. */
  report(message: ReportMessage): void
  /** The values that cannot be sent, with what sending them throws, by their place. */
  findUnsendable(values: readonly unknown[]): Map<number, unknown>
}
