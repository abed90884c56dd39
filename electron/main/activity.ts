import type { EndedRun, EngineActivity, EngineNews } from '../../shared/contract/engine-news.ts'

const idle: EngineActivity = { type: 'activity', running: 0, paused: 0, fraction: null }

/** What the engine is doing, for everything in the shell that goes by it. */
export class Activity {
  readonly #changeListeners: ((activity: EngineActivity) => void)[] = []
  readonly #endListeners: ((run: EndedRun) => void)[] = []
  #present = idle

  get present(): EngineActivity {
    return this.#present
  }

  /** Whether a run would be interrupted if the application ended now. */
  get isBusy(): boolean {
    return this.#present.running + this.#present.paused > 0
  }

  /** The listener is told at once, and at every change. */
  onChange(listener: (activity: EngineActivity) => void): void {
    this.#changeListeners.push(listener)
    listener(this.#present)
  }

  onRunEnded(listener: (run: EndedRun) => void): void {
    this.#endListeners.push(listener)
  }

  take(news: EngineNews): void {
    if (news.type === 'activity') this.#change(news)
    else for (const listener of this.#endListeners) listener(news)
  }

  /** The engine is gone, and with it all that it had at work. */
  reset(): void {
    this.#change(idle)
  }

  #change(activity: EngineActivity): void {
    this.#present = activity
    for (const listener of this.#changeListeners) listener(activity)
  }
}
