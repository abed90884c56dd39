import type { EngineActivity, EngineNews } from '../../shared/contract/engine-news.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { isEndState, itemsWithResult, type RunId, type RunProgress } from '../../shared/model/run.ts'

/** Makes of the engine's events what the desktop's shell is told. */
export class ShellNews {
  readonly #active = new Map<RunId, RunProgress>()
  #told = ''

  /** What one event is to the shell: nothing, a change of what is at work, the end of a run. */
  of(event: EngineEvent): EngineNews[] {
    const news: EngineNews[] = []
    const progresses = event.type === 'snapshot' ? event.active : [event.progress]
    for (const progress of progresses) {
      const ended = this.#take(progress)
      if (ended !== null) news.push(ended)
    }
    const activity = this.#activity()
    const text = JSON.stringify(activity)
    if (text !== this.#told) news.unshift(activity)
    this.#told = text
    return news
  }

  #take(progress: RunProgress): EngineNews | null {
    const { id: runId, state, name, counts } = progress.run
    if (!isEndState(state)) {
      if (state === 'queued') this.#active.delete(runId)
      else this.#active.set(runId, progress)
      return null
    }
    this.#active.delete(runId)
    const { succeeded, failed } = counts
    return { type: 'run-ended', runId, name, state, succeeded, failed }
  }

  #activity(): EngineActivity {
    const runs = [...this.#active.values()].map(({ run }) => run)
    const running = runs.filter(({ state }) => state === 'running').length
    const total = runs.reduce((sum, { counts }) => sum + counts.total, 0)
    const done = runs.reduce((sum, { counts }) => sum + itemsWithResult(counts), 0)
    const isKnown = total > 0 && runs.every(({ enumerated }) => enumerated)
    return {
      type: 'activity',
      running,
      paused: runs.length - running,
      // Whole percents, so that the shell is not told of what nobody sees.
      fraction: isKnown ? Math.min(1, Math.floor((done / total) * 100) / 100) : null,
    }
  }
}
