import type { RunReceipt } from '../../../shared/contract/run-control.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import { formatCount, formatCounted } from './formats.ts'

/** What a request to stop a run did, in one sentence or two: what became of the run, and what of its files. */
export function receiptText(receipt: RunReceipt): string {
  const { run, ended, kept, left, removed } = receipt
  const parts = [`${formatCounted(kept, 'result')} kept`]
  if (ended > 0) parts.push(`${formatCounted(ended, 'file')} in work ended`)
  if (removed > 0) parts.push(`${formatCounted(removed, 'unfinished output')} removed`)
  parts.push(`${formatCount(left)} left to do${run.enumerated ? '' : ' of those found so far'}`)
  return `Run ${run.id} ${stateSentence(run)}: ${parts.join(', ')}.`
}

function stateSentence({ state }: RunSummary): string {
  switch (state) {
    case 'paused':
      return 'is paused; what is in work goes on'
    case 'running':
      return 'goes on'
    case 'queued':
      return 'waits for its turn'
    case 'stopped':
      return 'has stopped'
    case 'cancelled':
      return 'was cancelled'
    case 'finished':
      return 'has finished'
    case 'failed':
      return 'has failed'
    case 'interrupted':
      return 'was interrupted'
  }
}
