import type { ItemErrorCode } from '../../../../shared/contract/errors.ts'
import { readablePath } from '../../format/path-parts.ts'
import type { MessageKey, Text } from '../../i18n/text.ts'

/** Reasons that say enough in a few words, beside a path that stands in the same row. */
const shortReasons: Readonly<Partial<Record<string, MessageKey>>> = {
  NOT_FOUND: 'run.reasons.NOT_FOUND',
  PERMISSION_DENIED: 'run.reasons.PERMISSION_DENIED',
  LINK_LOOP: 'run.reasons.LINK_LOOP',
  NAME_TOO_LONG: 'run.reasons.NAME_TOO_LONG',
  WORKER_DIED: 'run.reasons.WORKER_DIED',
} satisfies Partial<Record<ItemErrorCode, MessageKey>>

/**
 * Why an item failed, short enough for a table's cell. Where only the message itself tells, it is shown without
 * the path that it begins with, which stands in the row already.
 */
export function reasonText(error: { readonly code: string; readonly message: string }, text: Text): string {
  const short = shortReasons[error.code]
  if (short !== undefined) return text.t(short)
  return withoutLeadingPath(readablePath(error.message))
}

/** What failures of one cause have in common, in a few words. */
export function causeText(cause: { readonly code: string; readonly message: string }, text: Text): string {
  const short = shortReasons[cause.code]
  if (short !== undefined) return text.t(short)
  return withoutLeadingPath(readablePath(cause.message.replaceAll('<file>', '…')))
}

/** A message without the quoted path at its beginning, if it has one. */
export function withoutLeadingPath(message: string): string {
  const rest = /^"(?:[^"]|"(?! (?:is|could|may|does|cannot|leads) ))*" (?<rest>.+)$/su.exec(message)
    ?.groups?.['rest']
  if (rest === undefined) return message
  return rest.charAt(0).toLocaleUpperCase() + rest.slice(1)
}
