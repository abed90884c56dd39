import { readablePath } from '../format/path-parts.ts'
import type { Text } from './text.ts'

/** The language of the engine's own words. */
export const engineLanguage = 'en'

/** An error in the words of the engine. */
interface Told {
  /** One of `shared/contract/errors.ts`, or one that only the interface knows. */
  readonly code: string
  readonly message: string
}

/** What the code of an error means, in the language of the interface; null where the engine's own words are in that. */
export function meaningOf(code: string, { locale, optional }: Text): string | null {
  return locale === engineLanguage ? null : optional(`common.errorCodes.${code}`)
}

/** What an error says, as one text to be shown: what its code means and then the engine's words, which tell more. */
export function explained({ code, message }: Told, text: Text): string {
  const meaning = meaningOf(code, text)
  const words = readablePath(message)
  return meaning === null ? words : `${meaning}\n${words}`
}
