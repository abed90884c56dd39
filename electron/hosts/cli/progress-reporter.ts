import { isEndState, type RunProgress } from '../../../shared/model/run.ts'
import { progressFigures, progressLine, runCondition } from './progress-line.ts'
import { visibleText } from './terminal-text.ts'

/** Where progress is told. Of `process.stderr`, what is used of it. */
export interface ProgressStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Tells a person how far a run is. */
export interface ProgressReporter {
  /** Says that the run has begun. */
  start(text: string): void
  update(progress: RunProgress): void
  /** Removes the line that is rewritten, if there is one, so that other text can be printed. */
  clear(): void
}

/** The columns of a terminal that does not tell how many it has. */
const usualWidth = 80

/** The least time between two plain lines, in milliseconds. */
const plainInterval = 10_000

const hideCursor = '\u001B[?25l'
const showCursor = '\u001B[?25h'
const eraseLine = '\r\u001B[2K'

/** Whether the stream is a terminal on which a line can be rewritten. */
export function canRewriteLine(stream: ProgressStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb'
}

/** Whether the terminal shows characters beyond ASCII, as far as the environment tells. */
export function showsUnicode(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return environment['WT_SESSION'] !== undefined
  if (environment['TERM'] === 'linux') return false
  // The first that is set counts; one that is set to nothing counts as not set.
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG']
    .map((name) => environment[name] ?? '')
    .find((value) => value !== '')
  return /utf-?8/iu.test(locale ?? '') || platform === 'darwin'
}

/**
 * A reporter for the stream: a line that is rewritten on a terminal, plain lines at intervals elsewhere.
 * `now` gives milliseconds that only rise.
 */
export function createProgressReporter(
  stream: ProgressStream,
  options: {
    readonly environment: NodeJS.ProcessEnv
    readonly platform: NodeJS.Platform
    readonly now: () => number
  },
): ProgressReporter {
  if (canRewriteLine(stream, options.environment)) {
    return rewrittenLine(stream, showsUnicode(options.environment, options.platform))
  }
  return plainLines(stream, options.now)
}

/** A reporter that tells nothing. */
export const silentReporter: ProgressReporter = {
  start() {},
  update() {},
  clear() {},
}

function rewrittenLine(stream: ProgressStream, unicode: boolean): ProgressReporter {
  let shown = false
  return {
    start() {},
    update(progress) {
      const line = progressLine(progress, { columns: widthOf(stream), unicode })
      stream.write(`${shown ? '' : hideCursor}${eraseLine}${line}`)
      shown = true
    },
    clear() {
      if (shown) stream.write(`${eraseLine}${showCursor}`)
      shown = false
    },
  }
}

/** A terminal that does not know its width says nothing, or 0. */
function widthOf({ columns }: ProgressStream): number {
  return columns === undefined || columns === 0 ? usualWidth : columns
}

function plainLines(stream: ProgressStream, now: () => number): ProgressReporter {
  let last = now()
  let lastCondition: string | null = null
  return {
    start(text) {
      last = now()
      stream.write(`${visibleText(text)}\n`)
    },
    update(progress) {
      if (isEndState(progress.run.state)) return
      const condition = runCondition(progress)
      // That a run pauses, drains or goes on is said at once; figures can wait.
      const kind = condition?.replaceAll(/\d/gu, '') ?? null
      const isNew = kind !== lastCondition
      if (!isNew && now() - last < plainInterval) return
      lastCondition = kind
      last = now()
      stream.write(`${visibleText(progressFigures(progress).join(', '))}\n`)
    },
    clear() {},
  }
}
