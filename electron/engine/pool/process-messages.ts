import { isFromWorker, type FromWorker, type ToWorker } from './messages.ts'
import type { ErrorRecord } from './error-transfer.ts'
import type { TaskReference } from './task.ts'

/** The first message to a worker process. */
export interface StartMessage {
  readonly kind: 'start'
  readonly initializer: TaskReference | undefined
}

export type ToProcess = StartMessage | ToWorker

/** There is something in the outbox. */
export interface NoticeMessage {
  readonly kind: 'notice'
}

export type FromProcess = FromWorker | NoticeMessage

/** What a worker process leaves behind where it ends by itself. */
export interface LastWords {
  /** How many messages it had sent before the first of these. */
  readonly sentBefore: number
  /** Messages of which it does not know whether they have arrived. */
  readonly messages: readonly FromProcess[]
  /** What ended it, where something was thrown. */
  readonly error: ErrorRecord | null
}

/** Whether a message is one that a worker process sends to its pool. */
export function isFromProcess(message: unknown): message is FromProcess {
  return isFromWorker(message) || hasKind(message, ['notice'])
}

/** Whether a message is one that the pool sends to a worker process. */
export function isToProcess(message: unknown): message is ToProcess {
  return hasKind(message, ['start', 'work', 'cancel', 'farewell'] satisfies ToProcess['kind'][])
}

export function isLastWords(value: unknown): value is LastWords {
  return typeof value === 'object' && value !== null && 'sentBefore' in value && 'messages' in value
}

function hasKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false
  return typeof message.kind === 'string' && kinds.includes(message.kind)
}
