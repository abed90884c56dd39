/**
 * How a file path is held as text, everywhere outside the system calls.
 *
 * On POSIX a path is bytes, usually UTF-8 but not always. A path is held as a string in which each byte
 * that is not part of valid UTF-8 stands as one lone surrogate, U+DC80 to U+DCFF (the scheme of Python's
 * `surrogateescape`, PEP 383). Such a string survives structured clone and JSON unchanged and turns back
 * into the very same bytes. A path that is valid UTF-8 is simply its text.
 */
export type PathText = string

const escapedByte = /[\uDC80-\uDCFF]/u

/** Whether the path has bytes that are not valid UTF-8, so that it must go to system calls as bytes. */
export function hasInvalidBytes(path: PathText): boolean {
  return escapedByte.test(path)
}

/**
 * The path as a person may read it, and as it may be written into UTF-8 text: a byte that is not valid
 * UTF-8 becomes `\xNN`. Nothing else changes; control characters stay.
 */
export function displayPath(path: PathText): string {
  if (!hasInvalidBytes(path)) return path
  return path.replace(/[\uDC80-\uDCFF]/gu, (character) => {
    const byte = character.charCodeAt(0) - 0xdc00
    return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`
  })
}
