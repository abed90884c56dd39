import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import type { SessionKind } from '../../../shared/model/session.ts'
import { EngineError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { setTimer, type TimerHandle } from './timer.ts'

/** How often is looked whether a run may begin, in milliseconds. Ends and new runs are seen at once. */
const interval = 1_000

/** How many runs at work are looked at: more than there ever are. */
const mostActive = 1_000

export interface RunQueueOptions {
  readonly store: Store
  /** Whether runs of other processes are begun as well, and interrupted ones resumed if the settings say so. */
  readonly attendsAll: boolean
  /** Puts a run to work. */
  readonly begin: (runId: RunId, kind: SessionKind) => Promise<RunSummary>
  readonly setWorkers: (runId: RunId, workers: number) => void
  readonly log: (message: string, error?: unknown) => void
}

/** What a run that came from the queue would like to have, and its weight beside others. */
interface Claim {
  readonly workers: number
  readonly share: number
}

/**
 * Begins runs that wait, in their order, when fewer are at work than the settings allow, and not before
 * their time. Runs that it has at work side by side share the workers by their weights.
 */
export class RunQueue {
  readonly #options: RunQueueOptions
  /** Runs that this engine has put into the queue. */
  readonly #own = new Set<RunId>()
  readonly #claims = new Map<RunId, Claim>()
  /** Runs that could not be begun, of which that was logged. */
  readonly #told = new Set<RunId>()
  #toResume: RunId[] = []
  #timer: TimerHandle | null = null
  /** How often a look was asked for since the one that is under way began; 0 while none is. */
  #wishes = 0
  #isClosed = false

  constructor(options: RunQueueOptions) {
    this.#options = options
  }

  open(): void {
    if (!this.#options.attendsAll) return
    void this.#findInterrupted().then(() => this.#look())
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  /** A run of this engine waits from now on. */
  attend(runId: RunId): void {
    this.#own.add(runId)
    void this.#look()
  }

  /** A run of this engine has ended, wherever it came from. */
  ended(runId: RunId): void {
    this.#claims.delete(runId)
    this.#shareWorkers()
    void this.#look()
  }

  async #findInterrupted(): Promise<void> {
    const { store, log } = this.#options
    try {
      const { resumeInterrupted } = await store.settings()
      if (!resumeInterrupted) return
      const runs = await store.listRuns({ limit: 1_000, states: ['interrupted'] })
      this.#toResume = runs.map(({ id }) => id).toReversed()
    } catch (error) {
      log('It could not be found out which runs were interrupted.', error)
    }
  }

  /** One look at a time; what happens during one is looked at by another. */
  async #look(): Promise<void> {
    if (this.#isClosed) return
    this.#wishes += 1
    if (this.#wishes > 1) return
    this.#timer?.cancel()
    let isWaiting = true
    try {
      for (let seen = 0; seen < this.#wishes;) {
        seen = this.#wishes
        isWaiting = await this.#beginWhatMay()
      }
    } catch (error) {
      this.#options.log('The queue of runs could not be looked at.', error)
    } finally {
      this.#wishes = 0
    }
    if (isWaiting) this.#waitForNext()
  }

  #waitForNext(): void {
    if (!this.#isClosed) this.#timer = setTimer(() => void this.#look(), interval)
  }

  /** Returns whether there may be something to begin later. */
  async #beginWhatMay(): Promise<boolean> {
    const { store, attendsAll } = this.#options
    if (!attendsAll && this.#own.size === 0) return false
    const { queueWidth } = await store.settings()
    // The queue is read first: a run that another process begins between the two is then seen twice, and
    // never not at all.
    const queued = await store.queuedRuns()
    const active = await store.listRuns({ limit: mostActive, states: ['running', 'paused'] })
    // Who pauses a run lets others go first; one that waits for room on the disk or in memory keeps its place.
    let room = queueWidth - active.filter(({ pause }) => pause?.reason !== 'user').length
    while (room > 0 && this.#toResume.length > 0) {
      const runId = this.#toResume.shift()
      if (runId !== undefined && (await this.#begin(runId, 'resume')) !== 'failed') room -= 1
    }
    for (const { run, owner } of queued) {
      if (room <= 0) break
      if (run.notBefore !== null && Date.parse(run.notBefore) > Date.now()) continue
      if (attendsAll || this.#own.has(run.id)) {
        // One that another process was faster to begin is at work too.
        if ((await this.#begin(run.id, 'start')) !== 'failed') room -= 1
      } else if (owner === 'other') {
        // Its own process will begin it, and it comes first.
        room -= 1
      }
    }
    return attendsAll || this.#own.size > 0
  }

  /** A run that cannot be begun is tried again at the next look, and told of once. */
  async #begin(runId: RunId, kind: SessionKind): Promise<'begun' | 'elsewhere' | 'failed'> {
    try {
      const { execution } = await this.#options.begin(runId, kind)
      this.#own.delete(runId)
      this.#claims.set(runId, { workers: execution.workers, share: execution.share })
      this.#shareWorkers()
      return 'begun'
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      if (error.code === 'RUN_ACTIVE' || error.code === 'RUN_ELSEWHERE') {
        this.#own.delete(runId)
        return 'elsewhere'
      }
      if (!this.#told.has(runId))
        this.#options.log(`Run ${runId} could not be begun: ${error.message}`, error)
      this.#told.add(runId)
      return 'failed'
    }
  }

  #shareWorkers(): void {
    const claims = [...this.#claims]
    const all = claims.reduce((sum, [, { share }]) => sum + share, 0)
    for (const [runId, { workers, share }] of claims) {
      this.#options.setWorkers(runId, Math.max(1, Math.round((workers * share) / all)))
    }
  }
}
