import { Worker } from 'node:worker_threads'

/** How long a thread that has done its work is kept for the next, in milliseconds. */
const keptFor = 60_000

/**
 * The threads that look through inputs. One that has done its work is kept for a while: what begins soon after, such as
 * a run after its plan, need not wait until another has started.
 */
class EnumeratorThreads {
  readonly #spare = new Map<string, { readonly thread: Worker; readonly forget: () => void }>()

  /** A thread that waits for its request. Whoever takes it ends it, or keeps it for others. */
  take(url: URL): Worker {
    const spare = this.#spare.get(url.href)
    if (spare === undefined) return new Worker(url)
    spare.forget()
    spare.thread.ref()
    return spare.thread
  }

  /** Keeps a thread that has answered its request to the end. It does not keep this process alive. */
  keep(url: URL, thread: Worker): void {
    if (this.#spare.has(url.href)) {
      void thread.terminate()
      return
    }
    const forget = (): void => {
      clearTimeout(timer)
      thread.off('exit', forget)
      thread.off('error', forget)
      this.#spare.delete(url.href)
    }
    const timer = setTimeout(() => {
      forget()
      void thread.terminate()
    }, keptFor).unref()
    thread.once('exit', forget)
    thread.once('error', forget)
    thread.unref()
    this.#spare.set(url.href, { thread, forget })
  }
}

/** Those of this process. */
export const enumeratorThreads = new EnumeratorThreads()
