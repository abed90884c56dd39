/** What tasks of this worker want done when it has no more work. */
const closers: (() => unknown)[] = []

/** Has something done when this worker gets no more work. One that is ended, or crashes, does not come to it. */
export function onWorkerEnd(close: () => unknown): void {
  closers.push(close)
}

/** Does all of it. What fails is told on standard error, where the engine's own log goes. */
export async function endWorker(): Promise<void> {
  for (const close of closers.splice(0)) {
    try {
      await close()
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`A script's dispose failed: ${reason}\n`)
    }
  }
}
