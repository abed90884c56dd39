import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import { formatCount, formatCounted, formatDuration } from './formats.ts'

/** How many failed files are named when a run has ended. */
export const namedFailures = 5

/** What of a failed item is told. */
export interface FailureRow {
  readonly path: string
  readonly error: { readonly message: string } | null
}

/** What a person is told when a run has ended: its outcome, what was left out, and what failed. */
export function finishReport(progress: RunProgress, failures: readonly FailureRow[]): string[] {
  return [outcome(progress), ...leftOut(progress.run), ...failed(progress.run, failures)]
}

function outcome({ run, elapsed }: RunProgress): string {
  const { counts } = run
  const figures = [`${formatCount(counts.succeeded)} succeeded`, `${formatCount(counts.failed)} failed`]
  const time = formatDuration(elapsed)
  switch (run.state) {
    case 'finished':
    case 'running':
      return `Run ${run.id} finished in ${time}: ${figures.join(', ')}.`
    case 'cancelled':
      return `Run ${run.id} was cancelled after ${time}: ${figures.join(', ')}, ${notDone(run)}. What was done is kept.`
    case 'failed':
    case 'interrupted':
      if (counts.total === 0) return `Run ${run.id} ended after ${time}: nothing was found to do.`
      return `Run ${run.id} ended after ${time} without being complete: ${figures.join(', ')}, ${notDone(run)}. What was done is kept.`
  }
}

function notDone(run: RunSummary): string {
  const found = `${formatCount(run.counts.remaining)} not done`
  return run.enumerated ? found : `${found} of those found so far`
}

function leftOut({ leftOut: { duplicates, links } }: RunSummary): string[] {
  const lines: string[] = []
  if (duplicates > 0) {
    lines.push(
      duplicates === 1
        ? '1 file was given twice and done once.'
        : `${formatCount(duplicates)} files were given twice and done once.`,
    )
  }
  if (links > 0) {
    lines.push(
      `${formatCounted(links, 'symbolic link')} inside folders ${links === 1 ? 'was' : 'were'} not followed.`,
    )
  }
  return lines
}

function failed({ id, counts }: RunSummary, failures: readonly FailureRow[]): string[] {
  if (counts.failed === 0 || failures.length === 0) return []
  const lines = failures.map((row) => `  ${reason(row)}`)
  const more = counts.failed - failures.length
  if (more > 0) lines.push(`  … and ${formatCount(more)} more`)
  return [
    'Failed:',
    ...lines,
    `All reasons: batchyard export ${id} --csv FILE --columns path,status,error_code,error_message`,
  ]
}

/** The reason, with the file before it unless it names the file itself. */
function reason({ path, error }: FailureRow): string {
  const message = error?.message ?? 'no reason was given'
  return message.includes(path) ? message : `${path}: ${message}`
}
