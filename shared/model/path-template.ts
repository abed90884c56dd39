import type { Read } from './command-line.ts'
import type { PathText } from './path-text.ts'

/** A piece of a template: text as it stands, or a placeholder with its braces. */
export type TemplatePiece<Name extends string = string> =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'placeholder'; readonly name: Name }

/** What a placeholder stands for. */
export interface Placeholder<Item> {
  /** For people. */
  readonly means: string
  /** @param separators the characters that part the names of a path */
  value(item: Item, separators: string): string
}

/** The placeholders that every template has, whatever it is a template of. */
export const basePlaceholders = {
  '{/}': { means: 'the base name', value: ({ path }, separators) => baseNameOf(path, separators) },
  '{/.}': {
    means: 'the base name without its extension',
    value({ path }, separators) {
      const name = baseNameOf(path, separators)
      return name.slice(0, name.length - extensionOf(path, separators).length)
    },
  },
  '{ext}': {
    means: 'the extension without its dot',
    value: ({ path }, separators) => extensionOf(path, separators).slice(1),
  },
} satisfies Readonly<Record<string, Placeholder<{ readonly path: PathText }>>>

const token = /\{\{|\}\}|\{[^{}]*\}|[{}]/gu

/**
 * Parts a text into pieces. A brace that is meant as one is written twice.
 * @param where what the text is called in messages, such as `in the word x`
 * @param isKnown whether something in braces is a placeholder
 * @param help the placeholders there are, for messages
 */
export function parsePieces<Name extends string>(
  text: string,
  where: string,
  isKnown: (found: string) => found is Name,
  help: string,
): Read<TemplatePiece<Name>[]> {
  const pieces: TemplatePiece<Name>[] = []
  let from = 0
  function addText(added: string): void {
    if (added !== '') pieces.push({ kind: 'text', text: added })
  }
  for (const match of text.matchAll(token)) {
    const [found] = match
    addText(text.slice(from, match.index))
    from = match.index + found.length
    if (found === '{{' || found === '}}') addText(found.charAt(0))
    else if (isKnown(found)) pieces.push({ kind: 'placeholder', name: found })
    else return unknown(found, where, help)
  }
  addText(text.slice(from))
  return { ok: true, value: pieces }
}

/** Every placeholder with what it stands for, for people. */
export function describePlaceholders(all: Readonly<Record<string, { readonly means: string }>>): string {
  return Object.entries(all)
    .map(([name, { means }]) => `${name} ${means}`)
    .join(', ')
}

function unknown(found: string, where: string, help: string): Read<never> {
  const what = found.length === 1 ? `a single ${found}${where}` : `an unknown placeholder ${found}`
  return {
    ok: false,
    message: `has ${what}. Known are: ${help}. A brace that is meant as one is written twice: {{ or }}`,
  }
}

/** Where the base name of a path begins. */
export function baseStart(path: PathText, separators: string): number {
  for (let index = path.length - 1; index >= 0; index -= 1) {
    if (separators.includes(path.charAt(index))) return index + 1
  }
  return 0
}

/** What stands after the last separator. */
export function baseNameOf(path: PathText, separators: string): string {
  return path.slice(baseStart(path, separators))
}

/** From the last dot of the base name on; nothing for a name that begins with its only dot, or ends in it. */
export function extensionOf(path: PathText, separators: string): string {
  const name = baseNameOf(path, separators)
  const dot = name.lastIndexOf('.')
  return dot <= 0 || dot === name.length - 1 ? '' : name.slice(dot)
}
