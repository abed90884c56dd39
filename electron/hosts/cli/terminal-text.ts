import { displayPath } from '../../../shared/model/path-text.ts'

/**
 * Characters that would do something to a terminal or to a reader instead of being seen: control
 * characters (C0, DEL, C1), marks that turn the direction of writing, zero-width characters, line and
 * paragraph separators, and surrogates without a partner.
 */
const invisible =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Cs}]/gu

const shortForms: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/**
 * Text as it may be printed on a terminal: on one line, with nothing in it that the terminal would act
 * upon. A newline becomes `\n`, any other invisible character `\u{…}`, a byte that is not UTF-8 `\xNN`.
 */
export function visibleText(text: string): string {
  return displayPath(text).replace(invisible, (character) => {
    const codePoint = character.codePointAt(0) ?? 0
    return shortForms.get(character) ?? `\\u{${codePoint.toString(16).toUpperCase()}}`
  })
}

const combining = /^[\p{Mn}\p{Me}]$/u
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115E\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}])$/u

/** How many columns of a terminal one character takes. */
function characterWidth(character: string): number {
  if (combining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** How many columns of a terminal the text takes. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The text cut so that it takes at most `width` columns of a terminal; what was cut ends in `…`. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let fitted = ''
  let used = 0
  for (const character of text) {
    const next = characterWidth(character)
    if (used + next > width - 1) break
    fitted += character
    used += next
  }
  return width < 1 ? '' : `${fitted}…`
}
