import { z } from 'zod'
import { hashText } from './hash.ts'
import { displayPath, type PathText } from './path-text.ts'

/** Longer messages are cut before they are compared. */
const longestMessage = 500

const quoted = /'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|“[^”\n]*”|‘[^’\n]*’|«[^»\n]*»/gu
const windowsPath = /\b[a-z]:[\\/][^\s:*?"<>|]*/giu
/** From a slash on, to the next space; not the slash within a word, as in "and/or". */
const posixPath = /(?<![\w/.])(?:~|\.{1,2})?\/[^\s:,;)\]}]*/gu
const hexadecimal = /\b0x[\da-f]+\b|\b(?=[\da-f-]*\d)(?=[\da-f-]*[a-f])[\da-f]{4,}(?:-[\da-f]{4,})*\b/giu
const number = /\d+(?:[.,:]\d+)*/gu

/**
 * What failures of the same kind say alike: the message without what differs from file to file. The item's
 * own path and name become `<file>`, other paths `<path>`, quoted text `<text>`, runs of hexadecimal digits
 * `<hex>` and numbers `<n>`.
 */
export function normaliseMessage(message: string, path: PathText): string {
  let text = message.slice(0, longestMessage)
  const shown = displayPath(path)
  const name = shown.slice(Math.max(shown.lastIndexOf('/'), shown.lastIndexOf('\\')) + 1)
  for (const own of [shown, name]) {
    // A name of one letter would be found all over the message.
    if (own.length > 2) text = replaceWhole(text, own.slice(0, longestMessage), '<file>')
  }
  return text
    .replace(quoted, (match) => (match.includes('<file>') ? match : '<text>'))
    .replace(windowsPath, '<path>')
    .replace(posixPath, '<path>')
    .replace(hexadecimal, '<hex>')
    .replace(number, '<n>')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * The cause of a failure: a short name that failures of the same kind share. It stands in the `cause`
 * column of results, groups them, and names the group in a request.
 */
export function causeOf(code: string, message: string, path: PathText): string {
  return hashText(`${code}\0${normaliseMessage(message, path)}`)
    .toString(36)
    .padStart(11, '0')
}

/** The failures of a run that are alike. */
export const failureCauseSchema = z.strictObject({
  /** Names the group in `runs.retry` and `runs.results`. */
  cause: z.string(),
  code: z.string(),
  /** What their messages have in common. */
  message: z.string(),
  count: z.int().min(1),
  /** Whether trying again may help; see `isWorthRetrying`. */
  worthRetrying: z.boolean(),
  /** One of them, whole. */
  example: z.strictObject({ seq: z.int().min(1), path: z.string(), message: z.string() }),
})
export type FailureCause = z.infer<typeof failureCauseSchema>

/** Replaces `part` where it does not merely begin or end a longer word. */
function replaceWhole(text: string, part: string, replacement: string): string {
  let result = ''
  let from = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, from)) {
    const end = at + part.length
    const isWhole = !isWordCharacter(text[at - 1]) && !isWordCharacter(text[end])
    result += text.slice(from, at) + (isWhole ? replacement : part)
    from = end
  }
  return result + text.slice(from)
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
