import { ORPCError } from '@orpc/client'

/** An error as the interface shows it. */
export interface ShownError {
  /** A code of `shared/contract/errors.ts`, `CONNECTION_LOST` or `UNKNOWN`. */
  readonly code: string
  readonly message: string
  /** Whatever came with it, for the details that can be copied. */
  readonly data: unknown
}

/** Turns what a call was rejected with into what can be shown. */
export function shownError(error: unknown): ShownError {
  if (error instanceof ORPCError) return described(error)
  if (
    error instanceof DOMException ||
    (error instanceof Error && /not open|closed|abort/i.test(error.message))
  ) {
    return { code: 'CONNECTION_LOST', message: error.message, data: null }
  }
  return { code: 'UNKNOWN', message: error instanceof Error ? error.message : String(error), data: null }
}

function described({ code, message, data }: ShownError): ShownError {
  return { code, message, data }
}
