import type { ErrorCode, ItemErrorCode } from '../../shared/contract/errors.ts'
import type { RunId } from '../../shared/model/run.ts'

/** An error that a user is told of: a stable code, a message that says what to do, and data for programs. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { data?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.data = options.data ?? {}
  }
}

/** The error for a run number that the database does not have. */
export function runNotFound(runId: RunId): EngineError {
  return new EngineError('RUN_NOT_FOUND', `There is no run ${runId}.`, { data: { runId } })
}

/** The error for an item number that the run does not have. */
export function itemNotFound(runId: RunId, seq: number): EngineError {
  return new EngineError('ITEM_NOT_FOUND', `Run ${runId} has no item ${seq}.`, { data: { runId, seq } })
}

/** The error for a preset that the database does not have. */
export function presetNotFound(reference: string): EngineError {
  return new EngineError('PRESET_NOT_FOUND', `There is no preset ${reference}.`, { data: { reference } })
}

/** The code that the system or SQLite gave an error, such as EACCES or SQLITE_BUSY; empty where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Why one item failed. Thrown by tasks; becomes the item's `error_code` and `error_message`. */
export class ItemError extends Error {
  override readonly name = 'ItemError'
  readonly code: ItemErrorCode

  constructor(code: ItemErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
