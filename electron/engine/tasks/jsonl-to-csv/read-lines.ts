import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'

/** The longest line, in units of UTF-16. */
const longestLine = 64 * 1024 * 1024

/** A line that is not blank. */
export interface Line {
  readonly text: string
  /** From 1. */
  readonly number: number
}

/**
 * The lines of a text that comes in pieces, without those that are blank.
 * @param path names the file in messages
 * @throws ItemError TOO_LARGE for a line that is too long to be held
 */
export function* readLines(texts: Iterable<string>, path: PathText): Generator<Line, void, undefined> {
  let number = 1
  let held: string[] = []
  let length = 0
  for (const text of texts) {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      held.push(text.slice(from, end))
      yield* lineOf(held, number)
      held = []
      length = 0
      number += 1
      from = end + 1
    }
    if (from === text.length) continue
    held.push(text.slice(from))
    length += text.length - from
    if (length > longestLine) {
      throw new ItemError(
        'TOO_LARGE',
        `${quotePath(path)} has in line ${number} more than ${longestLine.toLocaleString('en')} characters.`,
      )
    }
  }
  yield* lineOf(held, number)
}

function* lineOf(held: readonly string[], number: number): Generator<Line, void, undefined> {
  const text = held.join('')
  if (text.trim() !== '') yield { text, number }
}
