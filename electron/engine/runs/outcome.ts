import { z } from 'zod'
import { isItemErrorCode, type ItemErrorCode } from '../../../shared/contract/errors.ts'
import { displayPath, type PathText } from '../../../shared/model/path-text.ts'
import { madeOutputSchema, type MadeOutput } from '../../../shared/model/planned-output.ts'
import { emptyLog } from '../../../shared/model/log.ts'
import type { Cell } from '../../../shared/model/result.ts'
import { errorDescriptionSchema } from '../../../shared/model/run.ts'
import type { Settled, SettledFailure } from '../pool/index.ts'
import { EndedByUser } from './ended-by-user.ts'
import type { Entry } from './entry.ts'

/** A try that failed, and why. */
export interface FailedTry {
  readonly status: 'failed'
  readonly error: { readonly code: ItemErrorCode; readonly message: string }
  /** Whether all items of its group failed with it, so that nobody knows which is to blame. Left out: no. */
  readonly isShared?: boolean
}

/** What was tried: as much of an `Entry` as tells how its try ended. */
interface Tried {
  readonly item: Pick<Entry['item'], 'seq' | 'path'>
  log: Entry['log']
}

/** How a try ended. */
export type TryOutcome = SuccessfulTry | FailedTry

/** A try that succeeded. */
export interface SuccessfulTry {
  readonly status: 'succeeded'
  readonly values: readonly Cell[]
  /** Whether the file was the one that was found, before it was worked on and after. */
  readonly isAsFound: boolean
  /** What came to stand as the item's output; null for a task that makes none. */
  readonly made: MadeOutput | null
}

/** What the pool's answer means for each of the items that it was asked to have worked on together. */
export function outcomesOf(
  settled: Settled<unknown>,
  entries: readonly Tried[],
  isGrouped: boolean,
): readonly TryOutcome[] {
  if (!isGrouped) return entries.map(({ item }) => outcomeOf(settled, item.path))
  const answers = settled.status === 'fulfilled' && Array.isArray(settled.value) ? settled.value : []
  if (settled.status === 'fulfilled') keepLog(entries, answers)
  const isOfCall = settled.status === 'rejected' && !(settled.reason instanceof EndedByUser)
  return entries.map(({ item: { path } }, place) => {
    const outcome: TryOutcome =
      settled.status === 'rejected'
        ? { ...outcomeOfFailure(settled, path), isShared: isOfCall && entries.length > 1 }
        : answered(answers[place], path)
    return outcome.status === 'failed' && outcome.isShared === true ? blameless(outcome, entries) : outcome
  })
}

/** What a group said came to its first item. Where that had failed before the call, it belongs to the first that was in it. */
function keepLog(entries: readonly Tried[], answers: readonly unknown[]): void {
  const place = answers.findIndex((answer) => !isOwnFailure(answer))
  const [first, speaker] = [entries[0], entries[place]]
  if (first === undefined || speaker === undefined || first === speaker) return
  speaker.log = first.log
  first.log = emptyLog
}

function isOwnFailure(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'isShared' in answer && answer.isShared === false
}

const failedAnswer = z.object({ error: errorDescriptionSchema, isShared: z.boolean() })

/** What a worker's answer means for one item of a group. */
function answered(answer: unknown, path: PathText): TryOutcome {
  const succeeded = markedResult(answer)
  if (succeeded !== null) return succeeded
  const failed = failedAnswer.safeParse(answer)
  if (!failed.success || !isItemErrorCode(failed.data.error.code)) {
    return failure('TASK_FAILED', path, 'the task returned something that is no result.')
  }
  const { error, isShared } = failed.data
  return { status: 'failed', error: { code: failed.data.error.code, message: error.message }, isShared }
}

/** The failure of a whole call, as it is told of one of its items. */
function blameless({ error, ...failed }: FailedTry, entries: readonly Tried[]): FailedTry {
  const others = entries.length - 1
  const rest = `${others} other ${others === 1 ? 'file' : 'files'}`
  const first = entries[0]?.item.seq ?? 0
  const message = `${error.message.replace(/\.$/u, '')} (in one call with ${rest}, from item ${first} on: which of them is to blame is not known).`
  return { ...failed, error: { ...error, message } }
}

/** What the pool's answer means for the item. */
function outcomeOf(settled: Settled<unknown>, path: PathText): TryOutcome {
  if (settled.status === 'rejected') return outcomeOfFailure(settled, path)
  const bare = valuesOf(settled.value)
  if (bare !== null) return { status: 'succeeded', values: bare, isAsFound: true, made: null }
  const marked = markedResult(settled.value)
  if (marked !== null) return marked
  return failure('TASK_FAILED', path, 'the task returned something that is no result.')
}

/** What a worker answers that has made a file, or worked on a file that was not the one that was found. */
function markedResult(value: unknown): SuccessfulTry | null {
  if (typeof value !== 'object' || value === null || !('values' in value)) return null
  const values = valuesOf(value.values)
  const made = madeOutputSchema.nullable().safeParse('output' in value ? value.output : null)
  if (values === null || !made.success) return null
  const isAsFound = !('isAsFound' in value && value.isAsFound === false)
  return { status: 'succeeded', values, isAsFound, made: made.data }
}

function outcomeOfFailure({ reason, duration }: SettledFailure, path: PathText): FailedTry {
  const code = 'code' in reason ? reason.code : undefined
  if (code === 'TIMEOUT') {
    return failure(
      'TIMEOUT',
      path,
      `it took longer than its time limit and was ended after ${seconds(duration)}.`,
    )
  }
  if (code === 'WORKER_DIED') return failure('WORKER_DIED', path, reason.message)
  // What a task throws with one of these codes names the file itself.
  if (isItemErrorCode(code)) return { status: 'failed', error: { code, message: reason.message } }
  return failure('TASK_FAILED', path, reason.message)
}

function failure(code: ItemErrorCode, path: PathText, message: string): FailedTry {
  return { status: 'failed', error: { code, message: `${displayPath(path)}: ${message}` } }
}

function seconds(duration: number): string {
  return `${(duration / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })} s`
}

/** The check of `cellSchema`, written out because it is made for every value of every item. */
function isCell(value: unknown): value is Cell {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function valuesOf(value: unknown): Cell[] | null {
  if (!Array.isArray(value)) return null
  const cells: Cell[] = []
  for (const each of value) {
    if (!isCell(each)) return null
    cells.push(each)
  }
  return cells
}
