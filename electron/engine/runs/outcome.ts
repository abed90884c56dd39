import { isItemErrorCode, type ItemErrorCode } from '../../../shared/contract/errors.ts'
import { displayPath, type PathText } from '../../../shared/model/path-text.ts'
import { madeOutputSchema, type MadeOutput } from '../../../shared/model/planned-output.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { Settled, SettledFailure } from '../pool/index.ts'

/** A try that failed, and why. */
export interface FailedTry {
  readonly status: 'failed'
  readonly error: { readonly code: ItemErrorCode; readonly message: string }
}

/** How a try ended. */
export type TryOutcome =
  | {
      readonly status: 'succeeded'
      readonly values: readonly Cell[]
      /** What came to stand as the item's output; null for a task that makes none. */
      readonly made: MadeOutput | null
    }
  | FailedTry

/** What the pool's answer means for the item. */
export function outcomeOf(settled: Settled<unknown>, path: PathText): TryOutcome {
  if (settled.status === 'rejected') return outcomeOfFailure(settled, path)
  const bare = valuesOf(settled.value)
  if (bare !== null) return { status: 'succeeded', values: bare, made: null }
  const withOutput = resultWithOutput(settled.value)
  if (withOutput !== null) return withOutput
  return failure('TASK_FAILED', path, 'the task returned something that is no result.')
}

/** What a worker answers that has made a file. */
function resultWithOutput(value: unknown): TryOutcome | null {
  if (typeof value !== 'object' || value === null || !('values' in value) || !('output' in value)) return null
  const values = valuesOf(value.values)
  const made = madeOutputSchema.safeParse(value.output)
  return values === null || !made.success ? null : { status: 'succeeded', values, made: made.data }
}

function outcomeOfFailure({ reason, duration }: SettledFailure, path: PathText): TryOutcome {
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

function failure(code: ItemErrorCode, path: PathText, message: string): TryOutcome {
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
