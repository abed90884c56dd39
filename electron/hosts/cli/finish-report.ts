import type { FailureCause } from '../../../shared/model/cause.ts'
import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import { formatCount, formatCounted, formatDuration } from './formats.ts'
import { leftOutLines } from './left-out.ts'

/** How many causes of failures are named when a run has ended. */
export const namedCauses = 5

/** What of a cause of failures is told. */
export type ToldCause = Pick<FailureCause, 'cause' | 'count' | 'worthRetrying' | 'example'>

/**
 * What a person is told when a run has ended: its outcome, what was left out, what failed and why, and what
 * can be done about it.
 *
 * @param causes the most frequent ones, at most `namedCauses`
 */
export function finishReport(progress: RunProgress, causes: readonly ToldCause[]): string[] {
  const { run } = progress
  return [
    outcome(progress),
    ...leftOutLines(run.leftOut),
    ...failures(run, causes),
    ...proposals(run, causes),
  ]
}

function outcome({ run, elapsed }: RunProgress): string {
  const time = formatDuration(elapsed) + (run.sessions > 1 ? ` of work in ${run.sessions} sessions` : '')
  const done = figures(run).join(', ')
  const rest = `${done}, ${notDone(run)}. What was done is kept.`
  switch (run.state) {
    case 'finished':
    case 'queued':
    case 'running':
    case 'paused':
      return `Run ${run.id} finished in ${time}: ${done}.`
    case 'stopped':
      return `Run ${run.id} was stopped after ${time}${stopRule(run)}: ${rest}`
    case 'cancelled':
      return `Run ${run.id} was cancelled after ${time}${stopRule(run)}: ${rest}`
    case 'failed':
    case 'interrupted':
      if (run.error?.code === 'NO_INPUT') return `Run ${run.id} ended after ${time}: nothing was found to do.`
      return `Run ${run.id} ended after ${time} without being complete: ${rest}`
  }
}

function figures({ counts }: RunSummary): string[] {
  const told = [`${formatCount(counts.succeeded)} succeeded`, `${formatCount(counts.failed)} failed`]
  if (counts.alreadyDone > 0) told.push(`${formatCount(counts.alreadyDone)} already done`)
  if (counts.skipped > 0) told.push(`${formatCount(counts.skipped)} skipped`)
  return told
}

function stopRule({ stopReason }: RunSummary): string {
  switch (stopReason?.kind) {
    case undefined:
    case 'user':
      return ''
    case 'failures':
      return ` because ${formatCounted(stopReason.failed, 'file')} failed`
    case 'percent':
      return ` because ${formatCounted(stopReason.failed, 'file')} (${formatShare(stopReason.percent)} %) failed`
  }
}

function formatShare(percent: number): string {
  return percent.toLocaleString('en', { maximumFractionDigits: 1 })
}

function notDone(run: RunSummary): string {
  const found = `${formatCount(run.counts.remaining)} not done`
  return run.enumerated ? found : `${found} of those found so far`
}

/** Why files failed: what many have in common is told once, with one of them. */
function failures({ counts }: RunSummary, causes: readonly ToldCause[]): string[] {
  if (counts.failed === 0 || causes.length === 0) return []
  const lines = causes.map((cause) =>
    cause.count === 1
      ? `  ${reason(cause)}`
      : `  ${formatCount(cause.count)} files, such as ${reason(cause)}`,
  )
  const more = counts.failed - causes.reduce((sum, { count }) => sum + count, 0)
  if (more > 0) lines.push(`  … and ${formatCount(more)} for other reasons`)
  return ['Failed:', ...lines]
}

/** The reason, with the file before it unless it names the file itself. */
function reason({ example: { path, message } }: ToldCause): string {
  return message.includes(path) ? message : `${path}: ${message}`
}

/** The commands that go on from here. */
function proposals({ id, state, counts }: RunSummary, causes: readonly ToldCause[]): string[] {
  const lines: string[] = []
  if (state !== 'finished' && counts.total > 0) lines.push(`To do the rest: batchyard resume ${id}`)
  if (counts.failed > 0) {
    lines.push(`All reasons: batchyard show ${id}`)
    if (causes.some((cause) => cause.worthRetrying)) lines.push(`To try again: batchyard retry ${id}`)
  }
  return lines
}
