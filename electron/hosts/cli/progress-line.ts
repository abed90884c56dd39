import {
  isActiveState,
  itemsWithResult,
  type RunCounts,
  type RunProgress,
} from '../../../shared/model/run.ts'
import { formatBytes, formatCount, formatCounted, formatRate, formatRemaining } from './formats.ts'
import { fitText, textWidth, visibleText } from './terminal-text.ts'
import { localTime } from './time-text.ts'

/** The widest a progress bar gets, in columns. */
const widestBar = 30
/** Below this a bar says less than the room it takes. */
const narrowestBar = 8

/** What a progress line is drawn for. */
export interface LineStyle {
  /** Columns of the terminal; the line takes one less, so that it never wraps. */
  readonly columns: number
  /** Whether the terminal shows block characters. */
  readonly unicode: boolean
}

/**
 * What a run waits for or is about to do, where it does not simply go on; null otherwise. One short phrase.
 */
export function runCondition({ run, draining, parked, delayed }: RunProgress): string | null {
  if (run.state === 'queued') {
    return run.notBefore === null ? 'waiting for its turn' : `starts at ${localTime(run.notBefore)}`
  }
  if (run.state === 'paused') {
    return run.pause === null || run.pause.reason === 'user' ? 'paused' : `paused: ${run.pause.message}`
  }
  if (draining) return 'finishing what is in work'
  const waiting = parked.reduce((sum, { items }) => sum + items, 0)
  if (waiting > 0) {
    return `${formatCounted(waiting, 'file')} waiting for ${parked.map(({ volume }) => volume).join(', ')}`
  }
  return delayed > 0 ? `${formatCount(delayed)} to be tried again` : null
}

/** The figures of a run at one moment, the most important first. */
export function progressFigures(progress: RunProgress): string[] {
  const { counts, enumerated } = progress.run
  const condition = runCondition(progress)
  const figures = condition === null ? [] : [condition]
  // Nothing is known of a run that was never begun.
  if (progress.run.state === 'queued' && counts.total === 0) return figures
  if (progress.phase === 'planning' && isActiveState(progress.run.state)) {
    const planned = formatCount(progress.run.outputs?.planned ?? 0)
    return [...figures, `planning outputs: ${planned} of ${formatCount(counts.total)}`]
  }
  const done = doneOf(counts)
  if (enumerated) figures.push(`${formatCount(done)} of ${formatCount(counts.total)}`)
  else figures.push(`finding files: ${formatCount(counts.total)} so far`, `${formatCount(done)} done`)
  if (counts.failed > 0) figures.push(`${formatCount(counts.failed)} failed`)
  if (counts.alreadyDone > 0) figures.push(`${formatCount(counts.alreadyDone)} already done`)
  // Of a run that does nothing, rates and time left would only tell what they were.
  if (progress.run.state === 'paused') return figures
  if (isSome(progress.itemsPerSecond)) figures.push(`${formatRate(progress.itemsPerSecond)} files/s`)
  if (isSome(progress.bytesPerSecond)) figures.push(`${formatBytes(progress.bytesPerSecond)}/s`)
  if (enumerated && progress.remaining !== null && done < counts.total) {
    const left = formatRemaining(progress.remaining)
    if (left !== null) figures.push(left)
  }
  return figures
}

/** Whether a rate is known and says something: a task that reads nothing has no bytes a second. */
function isSome(rate: number | null): rate is number {
  return rate !== null && rate > 0
}

/** Items of which nothing is left to do: those that are to be done again are not among them. */
function doneOf(counts: RunCounts): number {
  return Math.max(0, itemsWithResult(counts) - counts.retrying)
}

/** One line for a terminal: a bar where the total is known and the room allows it, and the figures. */
export function progressLine(progress: RunProgress, style: LineStyle): string {
  const room = Math.max(1, style.columns - 1)
  const figures = visibleText(progressFigures(progress).join(' · '))
  const { counts, enumerated } = progress.run
  if (!enumerated || counts.total === 0) return fitText(figures, room)
  const fraction = doneOf(counts) / counts.total
  const percent = `${Math.floor(fraction * 100)} %`.padStart(5)
  const barRoom = Math.min(widestBar, room - textWidth(figures) - percent.length - 3)
  if (barRoom < narrowestBar) return fitText(`${percent.trimStart()} · ${figures}`, room)
  return `${bar(fraction, barRoom, style.unicode)} ${percent}  ${figures}`
}

function bar(fraction: number, width: number, unicode: boolean): string {
  const filled = Math.floor(fraction * width)
  return (unicode ? '█' : '#').repeat(filled) + (unicode ? '░' : '-').repeat(width - filled)
}
