import type { EngineEvent } from '../../../shared/contract/events.ts'
import type { RunId, RunProgress } from '../../../shared/model/run.ts'
import { Notice } from './notice.ts'

/**
 * Hands progress to any number of watchers. A watcher that reads slowly gets the newest of each run and
 * misses what came between: what waits for it is bounded by the number of runs.
 */
export class ProgressHub {
  readonly #watchers = new Set<(progress: RunProgress) => void>()
  readonly #closing = new AbortController()

  publish(progress: RunProgress): void {
    for (const watcher of this.#watchers) watcher(progress)
  }

  /** Ends every stream once it has told what it knows. */
  close(): void {
    this.#closing.abort()
  }

  /**
   * @param active what is at work at this moment, for the snapshot that comes first
   * @param signal ends the stream
   */
  async *watch(active: () => RunProgress[], signal?: AbortSignal): AsyncGenerator<EngineEvent, void, void> {
    const news = new Map<RunId, RunProgress>()
    const notice = new Notice()
    const wake = (): void => notice.give()
    const watcher = (progress: RunProgress): void => {
      news.set(progress.run.id, progress)
      notice.give()
    }
    this.#watchers.add(watcher)
    signal?.addEventListener('abort', wake)
    const closing = this.#closing.signal
    closing.addEventListener('abort', wake)
    try {
      let sequence = 0
      yield { type: 'snapshot', sequence, active: active() }
      while (signal?.aborted !== true) {
        // What was published before the end is told first.
        if (closing.aborted && news.size === 0) return
        if (news.size === 0) await notice.wait()
        for (const [runId, progress] of news) {
          news.delete(runId)
          sequence += 1
          yield { type: 'progress', sequence, progress }
        }
      }
    } finally {
      this.#watchers.delete(watcher)
      signal?.removeEventListener('abort', wake)
      closing.removeEventListener('abort', wake)
    }
  }
}
