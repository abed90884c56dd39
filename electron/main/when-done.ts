import type { EndedRun } from '../../shared/contract/engine-news.ts'
import type { WhenDone } from '../../shared/contract/desktop-bridge.ts'
import type { Activity } from './activity.ts'

/** How long there is to call it off, in seconds. */
export const countdownSeconds = 30

/** What is done to the machine or to Batchyard once everything is done. */
export type EndAction = Extract<WhenDone, 'sleep' | 'quit'>

/** What the countdown needs of its surroundings. */
export interface Surroundings {
  /** What the settings say at this moment. */
  wanted(): WhenDone
  /** Tells the user, who may call it off; `seconds` are left. */
  announce(action: EndAction, seconds: number): void
  /** It is not done after all, or has been done. */
  withdraw(): void
  carryOut(action: EndAction): void
}

/**
 * Sends the machine to sleep or quits once a run has finished, where the settings say so: after a countdown that can
 * be called off, and never while another run is at work, paused or begins meanwhile. A run that was cancelled,
 * stopped or failed ends nothing else: somebody has to look at it.
 */
export class EndCountdown {
  readonly #activity: Activity
  readonly #surroundings: Surroundings
  /** Whether a run has finished and nothing has been decided since. */
  #isDue = false
  #timer: NodeJS.Timeout | null = null

  constructor(activity: Activity, surroundings: Surroundings) {
    this.#activity = activity
    this.#surroundings = surroundings
    activity.onRunEnded((run) => {
      this.#ended(run)
    })
    // The end of a run and that nothing is at work any more are told in either order.
    activity.onChange(() => {
      this.#look()
    })
  }

  /** Calls it off, until another run has finished. */
  cancel(): void {
    this.#isDue = false
    this.#stop()
  }

  #ended({ state }: EndedRun): void {
    this.#isDue = state === 'finished'
    if (!this.#isDue) this.#stop()
    this.#look()
  }

  #look(): void {
    if (this.#activity.isBusy) {
      this.#stop()
      return
    }
    const action = this.#surroundings.wanted()
    if (!this.#isDue || this.#timer !== null || (action !== 'sleep' && action !== 'quit')) return
    this.#surroundings.announce(action, countdownSeconds)
    this.#timer = setTimeout(() => {
      this.cancel()
      this.#surroundings.carryOut(action)
    }, countdownSeconds * 1_000)
  }

  #stop(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.#surroundings.withdraw()
  }
}
