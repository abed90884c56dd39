/** A field of a JSON object. */
export interface Field {
  readonly key: string
  /** Its value as it stands in the text, so that no digit of a number is lost. */
  readonly raw: string
}

/**
 * The fields of an object in their order, those of a doubled key each for itself; null for a value that is no object.
 * @param text valid JSON
 */
export function fieldsOf(text: string): Field[] | null {
  const fields: Field[] = []
  let at = skipSpace(text, 0)
  if (text[at] !== '{') return null
  at = skipSpace(text, at + 1)
  while (text[at] === '"') {
    const keyEnd = valueEnd(text, at)
    const key = stringOf(text.slice(at, keyEnd))
    const from = skipSpace(text, skipSpace(text, keyEnd) + 1)
    const to = valueEnd(text, from)
    fields.push({ key, raw: text.slice(from, to) })
    at = skipSpace(text, skipSpace(text, to) + 1)
  }
  return fields
}

/** What a string of JSON says. */
export function stringOf(raw: string): string {
  const value: unknown = JSON.parse(raw)
  return String(value)
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1
  return at
}

function valueEnd(text: string, from: number): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (character === '"') at = stringEnd(text, at)
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']' || character === ',') {
      if (depth === 0) return trimEnd(text, from, at)
      if (character !== ',') depth -= 1
    }
    at += 1
    if (depth === 0 && (character === '"' || character === '}' || character === ']')) return at
  }
  return trimEnd(text, from, at)
}

/** The place of the closing quotation mark. */
function stringEnd(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function trimEnd(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length
}
