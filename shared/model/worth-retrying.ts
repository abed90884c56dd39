import { isItemErrorCode, type ItemErrorCode } from '../contract/errors.ts'

/** What may pass by itself: a busy drive, a worker that ran out of memory, a server that did not answer. */
const mayPass: Readonly<Record<ItemErrorCode, boolean>> = {
  NOT_FOUND: false,
  PERMISSION_DENIED: false,
  NOT_A_FILE: false,
  LINK_LOOP: false,
  NAME_TOO_LONG: false,
  INVALID_CONTENT: false,
  TOO_LARGE: false,
  MISMATCH: false,
  NOT_LISTED: false,
  OUTPUT_EXISTS: false,
  OUTPUT_COLLISION: false,
  OUTPUT_IS_INPUT: false,
  OUTPUT_NAME: false,
  OUTPUT_CHANGED: false,
  NO_SPACE: false,
  ENDED_BY_USER: false,
  READ_FAILED: true,
  WRITE_FAILED: true,
  BUSY: true,
  TIMEOUT: true,
  TASK_FAILED: true,
  COMMAND_FAILED: true,
  WORKER_DIED: true,
}

/**
 * Whether an item that failed with this code is worth being tried again by itself. A user may try any item
 * again.
 */
export function isWorthRetrying(code: string): boolean {
  return isItemErrorCode(code) && mayPass[code]
}
