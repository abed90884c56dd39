import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import { itemsWithResult } from '../../../shared/model/run.ts'
import { RateMeter } from './rate.ts'
import { TimeLeft } from './time-left.ts'

/** How fast a run is and how long it will take, from looks at it a few times a second. */
export class RunFigures {
  readonly timeLeft = new TimeLeft()
  readonly #rates = new RateMeter()
  #bytesRead = 0

  /**
   * Takes a look.
   * @param inHand bytes done of the items in hand, so that a large file moves the figures before its end
   * @param elapsed milliseconds at work in this session
   */
  sample({ counts, bytesDone }: RunSummary, inHand: number, elapsed: number): void {
    // An item that is finished but not yet committed counts for a moment in neither of the two.
    this.#bytesRead = Math.max(this.#bytesRead, bytesDone + inHand)
    const items = itemsWithResult(counts) - counts.retrying
    this.#rates.add({ at: performance.now(), items, bytes: this.#bytesRead })
    this.timeLeft.mark({ at: elapsed, items, bytes: this.#bytesRead })
  }

  /** What a snapshot tells of it. */
  of({
    counts,
    bytesTotal,
    enumerated,
  }: RunSummary): Pick<RunProgress, 'itemsPerSecond' | 'bytesPerSecond' | 'remaining'> {
    const rates = this.#rates.rates()
    const left = {
      items: counts.remaining + counts.retrying,
      bytes: Math.max(0, bytesTotal - this.#bytesRead),
    }
    return {
      itemsPerSecond: rates?.items ?? null,
      bytesPerSecond: rates?.bytes ?? null,
      remaining: enumerated ? this.timeLeft.estimate(left) : null,
    }
  }
}
