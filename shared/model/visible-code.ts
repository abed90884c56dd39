/**
 * What could stand in code without being seen, or make it look other than it runs: control characters, marks that
 * turn the direction of writing, zero-width and filling characters, blanks that are no space, line separators,
 * characters without a meaning, and surrogates without a partner. `⟨` itself is among them, because it begins what
 * stands for the others.
 */
const deceptive =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\u{E0100}-\u{E01EF}⟨]|(?! )\p{Zs}/gu

/** Spaces and tabs within a line that would push what follows out of sight. */
const longGap = /(?<=\S)[ \t]{9,}/gu
/** The same at the beginning of a line. */
const longIndent = /^[ \t]{61,}/gmu
const blanksAtEnd = /(?<=\S)[ \t]+$/gmu
/** Empty lines that would do so. */
const emptyLines = /\n(?:[ \t]*\n){4,}/gu

/**
 * Code as it can be shown to somebody who must decide whether to run it: nothing in it is invisible. What would be stands
 * as `⟨U+202E⟩`; long gaps and many empty lines, which push what comes after them out of sight, are told by their size.
 */
export function visibleCode(text: string): string {
  return text
    .replace(deceptive, (character) =>
      character === '\n' || character === '\t' ? character : named(character),
    )
    .replace(emptyLines, (lines) => `\n⟨${lines.split('\n').length - 2} empty lines⟩\n`)
    .replace(blanksAtEnd, (blanks) => `⟨${blanks.length} blanks⟩`)
    .replace(longIndent, (blanks) => `⟨${blanks.length} blanks⟩`)
    .replace(longGap, (blanks) => `⟨${blanks.length} blanks⟩`)
}

function named(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0
  return `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
