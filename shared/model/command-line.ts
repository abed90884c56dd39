/**
 * What a text was read as, or what is wrong with it: the rest of a sentence that begins with the name of the
 * text. Places in it count characters from 1.
 */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string }

/** What a shell would make more than text of, where it is not quoted. */
const operators = '|&;<>()'
const space = /[ \t\r\n]/u

/** What a backslash takes the meaning from within double quotes; before anything else it is a backslash. */
const escapedInDoubleQuotes = '$`"\\'

/** A word that can stand without quotes. */
const plainWord = /^[\p{L}\p{N}_@%+=:,./{}#-]+$/u

/**
 * The words of a command line, as a POSIX shell has them: parted by white space, with single quotes, double
 * quotes and backslashes. Nothing is done with them: no variables, no wildcards, no comments. Operators of a
 * shell (`|`, `>`, `&&` …) are refused where they are not quoted, because no shell is there to heed them.
 */
export function splitCommandLine(line: string): Read<string[]> {
  const words: string[] = []
  let word: string | null = null
  let index = 0
  while (index < line.length) {
    const character = line.charAt(index)
    if (space.test(character)) {
      if (word !== null) words.push(word)
      word = null
      index += 1
      continue
    }
    if (operators.includes(character)) return operatorAt(character, index)
    const part = readPart(line, index)
    if (!part.ok) return part
    // A backslash at the end of a line only joins it to the next one.
    if (part.value.text !== null) word = (word ?? '') + part.value.text
    index = part.value.end
  }
  if (word !== null) words.push(word)
  return { ok: true, value: words }
}

/** A line that `splitCommandLine` turns into these words again. */
export function joinCommandLine(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}

/** The word as it stands in a command line, in single quotes where it needs any. */
export function quoteWord(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

interface Part {
  /** Null for nothing at all, not even an empty word. */
  readonly text: string | null
  readonly end: number
}

/** What begins at `index`, up to where something of another kind may begin. */
function readPart(line: string, index: number): Read<Part> {
  switch (line.charAt(index)) {
    case "'":
      return readSingleQuoted(line, index)
    case '"':
      return readDoubleQuoted(line, index)
    case '\\':
      return readEscaped(line, index)
    default:
      return { ok: true, value: { text: line.charAt(index), end: index + 1 } }
  }
}

function readSingleQuoted(line: string, start: number): Read<Part> {
  const end = line.indexOf("'", start + 1)
  if (end === -1) return unclosedAt('single', start)
  return { ok: true, value: { text: line.slice(start + 1, end), end: end + 1 } }
}

function readDoubleQuoted(line: string, start: number): Read<Part> {
  let text = ''
  for (let index = start + 1; index < line.length; index += 1) {
    const character = line.charAt(index)
    if (character === '"') return { ok: true, value: { text, end: index + 1 } }
    const next = line.charAt(index + 1)
    if (character !== '\\' || next === '') {
      text += character
    } else {
      if (next !== '\n') text += escapedInDoubleQuotes.includes(next) ? next : `\\${next}`
      index += 1
    }
  }
  return unclosedAt('double', start)
}

function readEscaped(line: string, index: number): Read<Part> {
  const next = line.charAt(index + 1)
  if (next === '') {
    return {
      ok: false,
      message: 'ends in a backslash that has nothing behind it. A backslash itself is written twice',
    }
  }
  return { ok: true, value: { text: next === '\n' ? null : next, end: index + 2 } }
}

function unclosedAt(kind: 'single' | 'double', index: number): Read<never> {
  return {
    ok: false,
    message: `has a ${kind} quote at character ${index + 1} that is never closed`,
  }
}

function operatorAt(operator: string, index: number): Read<never> {
  return {
    ok: false,
    message:
      `has a ${operator} at character ${index + 1}, which only a shell understands, and none is used. ` +
      `Put it in quotes to hand it to the program, or let a shell do the work: sh -c 'the "$1" line' sh {}`,
  }
}
