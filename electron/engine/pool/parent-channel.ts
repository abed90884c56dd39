/**
 * The way from a worker process to its pool, where it is another than that of `child_process.fork`: what the
 * entry of such a process gives to `serveTasks`.
 */
export interface ParentChannel {
  /**
   * Sends a message; they arrive in order. Throws where it cannot be cloned. `sent` is called once the message
   * is certain to arrive, whatever becomes of this process.
   */
  send(message: unknown, sent: () => void): void
  /** Calls the listener with each message of the pool. */
  onMessage(listener: (message: unknown) => void): void
  /** Calls the listener when there is nobody at the other end any more. */
  onClose(listener: () => void): void
}
