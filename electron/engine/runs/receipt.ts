import type { RunReceipt } from '../../../shared/contract/run-control.ts'
import { itemsWithResult, type RunSummary } from '../../../shared/model/run.ts'

/**
 * What a request did to a run.
 * @param ended items that were being worked on and were given up for it
 * @param removed unfinished outputs that were removed
 */
export function receiptOf(run: RunSummary, ended = 0, removed = 0): RunReceipt {
  const { counts } = run
  return {
    run,
    ended,
    kept: itemsWithResult(counts),
    left: counts.remaining + counts.retrying,
    removed,
  }
}
