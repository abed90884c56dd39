import type { StopRule } from '../../../shared/model/job.ts'
import type { StopReason } from '../../../shared/model/run.ts'

/** That too much has failed, and what is to be done about it. */
export interface Verdict {
  readonly reason: StopReason
  readonly then: 'drain' | 'cancel'
}

/**
 * Counts how items end in one session of a run and says when its stop rule is met. A session begins at
 * nothing, so that a run which its rule has stopped can be resumed.
 */
export class StopWatcher {
  readonly #rule: StopRule
  #finished = 0
  #failed = 0

  constructor(rule: StopRule) {
    this.#rule = rule
  }

  /** An item has ended for good. Returns the verdict once the rule is met, from then on each time. */
  count(hasFailed: boolean): Verdict | null {
    this.#finished += 1
    if (hasFailed) this.#failed += 1
    const rule = this.#rule
    switch (rule.kind) {
      case 'never':
        return null
      case 'failures':
        if (this.#failed < rule.count) return null
        return { reason: { kind: 'failures', failed: this.#failed }, then: rule.then }
      case 'percent': {
        const percent = (this.#failed / this.#finished) * 100
        if (this.#finished < rule.after || percent < rule.percent) return null
        return { reason: { kind: 'percent', failed: this.#failed, percent }, then: rule.then }
      }
    }
  }
}
