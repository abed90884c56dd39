/** How much of one attempt's log is kept, in characters: the first half and the last half. */
export const keptLogLength = 65_536

const half = keptLogLength / 2

/** A log that has grown so far: its beginning, its end, and how much was cut out between the two. */
export interface GrowingLog {
  readonly head: string
  readonly tail: string
  /** Bytes of UTF-8 between `head` and `tail` that are gone. */
  readonly leftOut: number
}

export const emptyLog: GrowingLog = { head: '', tail: '', leftOut: 0 }

/** The log with more at its end. Never holds more than about twice what is kept, however much is added. */
export function appendToLog(log: GrowingLog, text: string): GrowingLog {
  if (text === '') return log
  // What comes after the beginning of a tail belongs behind it, though a unit may be free in the head.
  const room = log.tail === '' ? half - log.head.length : 0
  const headPart = room > 0 ? text.slice(0, cutBefore(text, room)) : ''
  const tail = log.tail + text.slice(headPart.length)
  const head = log.head + headPart
  if (tail.length <= 2 * half) return { head, tail, leftOut: log.leftOut }
  return { head, ...cutTail(tail, log.leftOut) }
}

/** What is kept of a log, as it is shown: with a line where its middle was. */
export function logText(log: GrowingLog): { readonly text: string; readonly truncatedBytes: number } {
  const { tail, leftOut } = log.tail.length > half ? cutTail(log.tail, log.leftOut) : log
  if (leftOut === 0) return { text: log.head + tail, truncatedBytes: 0 }
  const note = `\n… ${leftOut.toLocaleString('en')} bytes left out …\n`
  return { text: log.head + note + tail, truncatedBytes: leftOut }
}

function cutTail(tail: string, before: number): { readonly tail: string; readonly leftOut: number } {
  const from = cutBefore(tail, tail.length - half)
  return { tail: tail.slice(from), leftOut: before + utf8Length(tail, from) }
}

/** `index`, or the one before it where a character of two units would be cut in half. */
function cutBefore(text: string, index: number): number {
  if (index <= 0 || index >= text.length) return Math.min(index, text.length)
  const unit = text.charCodeAt(index)
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff
  const before = text.charCodeAt(index - 1)
  return isSecondHalf && before >= 0xd800 && before <= 0xdbff ? index - 1 : index
}

/** Bytes that the first `end` units take as UTF-8. */
function utf8Length(text: string, end: number): number {
  let bytes = 0
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) {
      bytes += 4
      index += 1
    } else bytes += 3
  }
  return bytes
}
