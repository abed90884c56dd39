import type { InputFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { LeftOut } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { Problem } from './problems.ts'

/** The most batches that the thread sends ahead of what has been taken from it. */
export const batchesAhead = 4

/** What the thread is asked. */
export interface EnumeratorRequest {
  readonly inputs: readonly InputSource[]
  readonly filter: InputFilter
  /** From which ages in the filter count back, in milliseconds since 1970. */
  readonly now: number
  /** One counter: how many batches have been taken. The thread waits for it to rise. */
  readonly taken: Int32Array<SharedArrayBuffer>
}

/** Found items as columns, which cross to another thread faster than objects; NaN stands for null. */
export interface BatchMessage {
  readonly kind: 'batch'
  readonly paths: readonly PathText[]
  readonly sizes: Float64Array
  readonly modifiedAt: Float64Array
  /** How much of each path is the folder that its input was given in; 0 for none. */
  readonly rootLengths: Uint32Array
  readonly problems: readonly { readonly index: number; readonly problem: Problem }[]
  /** Null where each path is its own identity. */
  readonly identities: readonly PathText[] | null
  /** What did not count; its `duplicates` are found later. */
  readonly leftOut: LeftOut
  readonly mayRepeat: boolean
}

export type EnumeratorMessage = BatchMessage | { readonly kind: 'end' }

/** Whether this is what `enumerate` asks the thread, and nothing else. */
export function isEnumeratorRequest(value: unknown): value is EnumeratorRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'inputs' in value &&
    Array.isArray(value.inputs) &&
    'filter' in value &&
    typeof value.filter === 'object' &&
    'now' in value &&
    typeof value.now === 'number' &&
    'taken' in value &&
    value.taken instanceof Int32Array
  )
}

/** Whether this is one of the thread's messages. */
export function isEnumeratorMessage(value: unknown): value is EnumeratorMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'batch' || value.kind === 'end')
  )
}
