import type { RunId, RunProgress } from '../../../shared/model/run.ts'
import type { Client } from './local-engine.ts'

/** What the engine tells, one event after the other. */
export type Events = Awaited<ReturnType<Client['runs']['watch']>>

/** After so long without an event the run is asked for: another process may have it at work. Milliseconds. */
const longestSilence = 1_000

/** The progress of one run: as it is told, and asked for where nothing is told for a moment. */
export class ProgressReader {
  readonly #client: Client
  readonly #events: Events
  readonly #runId: RunId
  /** The event that is waited for, also while nobody asks. */
  #pending: ReturnType<Events['next']> | null = null

  constructor(client: Client, events: Events, runId: RunId) {
    this.#client = client
    this.#events = events
    this.#runId = runId
  }

  /** The run as it is told next, or as it stands after a silence. */
  async next(): Promise<RunProgress> {
    const { promise: silence, resolve: endSilence } = Promise.withResolvers<'silence'>()
    const timer = setTimeout(() => endSilence('silence'), longestSilence)
    try {
      for (;;) {
        this.#pending ??= this.#ask()
        const event = await Promise.race([this.#pending, silence])
        if (event === 'silence') break
        this.#pending = null
        if (event.done === true) break
        const { value } = event
        if (value.type === 'progress' && value.progress.run.id === this.#runId) return value.progress
      }
    } finally {
      clearTimeout(timer)
    }
    return await this.#client.runs.get({ runId: this.#runId })
  }

  #ask(): ReturnType<Events['next']> {
    const event = this.#events.next()
    // Where nobody waits for it any more, that it comes to nothing is no failure.
    event.catch(() => undefined)
    return event
  }
}
