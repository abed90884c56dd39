import type { RunProgress } from '../../../shared/model/run.ts'
import { formatBytes, formatCount, formatRate, formatRemaining } from './formats.ts'
import { fitText, textWidth } from './terminal-text.ts'

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

/** The figures of a run at one moment, the most important first. */
export function progressFigures(progress: RunProgress): string[] {
  const { counts, enumerated } = progress.run
  const done = counts.succeeded + counts.failed
  const figures = enumerated
    ? [`${formatCount(done)} of ${formatCount(counts.total)}`]
    : [`finding files: ${formatCount(counts.total)} so far`, `${formatCount(done)} done`]
  if (counts.failed > 0) figures.push(`${formatCount(counts.failed)} failed`)
  if (progress.itemsPerSecond !== null) figures.push(`${formatRate(progress.itemsPerSecond)} files/s`)
  if (progress.bytesPerSecond !== null) figures.push(`${formatBytes(progress.bytesPerSecond)}/s`)
  if (enumerated && progress.remaining !== null && counts.remaining > 0) {
    const left = formatRemaining(progress.remaining)
    if (left !== null) figures.push(left)
  }
  return figures
}

/** One line for a terminal: a bar where the total is known and the room allows it, and the figures. */
export function progressLine(progress: RunProgress, style: LineStyle): string {
  const room = Math.max(1, style.columns - 1)
  const figures = progressFigures(progress).join(' · ')
  const { counts, enumerated } = progress.run
  if (!enumerated || counts.total === 0) return fitText(figures, room)
  const fraction = (counts.succeeded + counts.failed) / counts.total
  const percent = `${Math.floor(fraction * 100)} %`.padStart(5)
  const barRoom = Math.min(widestBar, room - textWidth(figures) - percent.length - 3)
  if (barRoom < narrowestBar) return fitText(`${percent.trimStart()} · ${figures}`, room)
  return `${bar(fraction, barRoom, style.unicode)} ${percent}  ${figures}`
}

function bar(fraction: number, width: number, unicode: boolean): string {
  const filled = Math.floor(fraction * width)
  return (unicode ? '█' : '#').repeat(filled) + (unicode ? '░' : '-').repeat(width - filled)
}
