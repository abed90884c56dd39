import { isCloneable } from './cloneable.ts'

/** Causes deeper than this are left out, so that a circular chain ends. */
const deepestCause = 8

/** An error as plain, cloneable data. */
export interface ErrorRecord {
  readonly name: string
  readonly message: string
  readonly stack: string | null
  /** The own fields, such as `code`; those that cannot be cloned are left out. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly cause: CauseRecord | null
  /** The errors of an AggregateError. */
  readonly errors: readonly ErrorRecord[] | null
}

/** A cause may be any value; errors among them keep being errors. */
type CauseRecord =
  | { readonly kind: 'error'; readonly error: ErrorRecord }
  | { readonly kind: 'value'; readonly value: unknown }

/** Describes whatever was thrown, so that it can travel. What is no error becomes the cause of one. */
export function recordError(thrown: unknown): ErrorRecord {
  return recordAtDepth(thrown, 0)
}

function recordAtDepth(thrown: unknown, depth: number): ErrorRecord {
  if (!(thrown instanceof Error)) {
    return {
      name: 'Error',
      message: `Something that is not an error was thrown: ${describeValue(thrown)}`,
      stack: null,
      fields: {},
      cause: isCloneable(thrown) ? { kind: 'value', value: thrown } : null,
      errors: null,
    }
  }
  return {
    name: describeValue(thrown.name),
    message: describeValue(thrown.message),
    stack: typeof thrown.stack === 'string' ? thrown.stack : null,
    fields: ownFields(thrown),
    cause: 'cause' in thrown && depth < deepestCause ? recordCause(thrown.cause, depth + 1) : null,
    errors:
      thrown instanceof AggregateError && depth < deepestCause
        ? thrown.errors.map((error: unknown) => recordAtDepth(error, depth + 1))
        : null,
  }
}

function recordCause(cause: unknown, depth: number): CauseRecord | null {
  if (cause instanceof Error) return { kind: 'error', error: recordAtDepth(cause, depth) }
  return cause !== undefined && isCloneable(cause) ? { kind: 'value', value: cause } : null
}

const describedElsewhere = new Set(['name', 'message', 'stack', 'cause', 'errors'])

function ownFields(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(error)) {
    if (!describedElsewhere.has(key) && isCloneable(value)) fields[key] = value
  }
  return fields
}

function describeValue(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (textOf(JSON.stringify(value)) ?? String(value))
  } catch {
    return Object.prototype.toString.call(value)
  }
}

/** `JSON.stringify` gives nothing for what has no form in JSON, which its type does not say. */
function textOf(json: string | undefined): string | undefined {
  return json
}

const knownClasses = new Map<string, new (message: string, options?: ErrorOptions) => Error>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((known) => [
    known.name,
    known,
  ]),
)

/** Makes an error of its description. The standard classes are kept; others become `Error` with their name. */
export function restoreError(record: ErrorRecord): Error {
  const options = record.cause === null ? undefined : { cause: restoreCause(record.cause) }
  const error =
    record.errors === null
      ? new (knownClasses.get(record.name) ?? Error)(record.message, options)
      : new AggregateError(record.errors.map(restoreError), record.message, options)
  if (error.name !== record.name) defineHidden(error, 'name', record.name)
  if (record.stack !== null) defineHidden(error, 'stack', record.stack)
  for (const [key, value] of Object.entries(record.fields)) {
    Object.defineProperty(error, key, { value, enumerable: true, writable: true, configurable: true })
  }
  return error
}

function restoreCause(cause: CauseRecord): unknown {
  return cause.kind === 'error' ? restoreError(cause.error) : cause.value
}

function defineHidden(error: Error, key: string, value: string): void {
  Object.defineProperty(error, key, { value, enumerable: false, writable: true, configurable: true })
}
