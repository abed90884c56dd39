import { splitCommandLine, type Read } from './command-line.ts'
import type { PathText } from './path-text.ts'

/** What an item's words are made from. */
export interface TemplateItem {
  readonly path: PathText
  readonly seq: number
}

interface Placeholder {
  readonly means: string
  /** @param separators the characters that part the names of a path */
  value(item: TemplateItem, separators: string): string
}

const placeholders = {
  '{}': { means: 'the path', value: ({ path }) => path },
  '{.}': {
    means: 'the path without its extension',
    value: ({ path }, separators) => path.slice(0, path.length - extensionOf(path, separators).length),
  },
  '{/}': { means: 'the base name', value: ({ path }, separators) => baseNameOf(path, separators) },
  '{//}': { means: 'the folder', value: ({ path }, separators) => folderOf(path, separators) },
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
  '{#}': { means: 'the place in the input, from 1', value: ({ seq }) => String(seq) },
} satisfies Readonly<Record<string, Placeholder>>
type PlaceholderName = keyof typeof placeholders

/** For people: every placeholder with what it stands for. */
export const placeholderHelp = Object.entries(placeholders)
  .map(([name, { means }]) => `${name} ${means}`)
  .join(', ')

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: PlaceholderName }

/** A command line whose words are to be filled in for each item. Made by `parseCommandTemplate`. */
export interface CommandTemplate {
  /** The program, as far as it is the same for every item; null where a placeholder is in it. */
  readonly program: string | null
  readonly words: readonly (readonly Piece[])[]
}

const token = /\{\{|\}\}|\{[^{}]*\}|[{}]/gu

/**
 * Reads a command line with placeholders. Quotes make words and nothing else: a placeholder within them is one
 * all the same, and a brace is written twice. Where no placeholder is, the path becomes the last word.
 */
export function parseCommandTemplate(line: string): Read<CommandTemplate> {
  const split = splitCommandLine(line)
  if (!split.ok) return split
  const words: Piece[][] = []
  for (const word of split.value) {
    const pieces = parseWord(word)
    if (!pieces.ok) return pieces
    words.push(pieces.value)
  }
  const [first] = words
  if (first === undefined) return { ok: false, message: 'is empty. It says what is to be run' }
  if (first.length === 0) return { ok: false, message: 'has an empty word where the program is named' }
  const isFixed = words.flat().every((piece) => piece.kind === 'text')
  if (isFixed) words.push([{ kind: 'placeholder', name: '{}' }])
  const program = first.every((piece) => piece.kind === 'text')
    ? first.map((piece) => piece.text).join('')
    : null
  return { ok: true, value: { program, words } }
}

/** The words for one item. What comes from the item stays within its word, whatever it holds. */
export function fillTemplate({ words }: CommandTemplate, item: TemplateItem, separators = '/'): string[] {
  return words.map((pieces) => {
    let word = ''
    for (const piece of pieces) {
      word += piece.kind === 'text' ? piece.text : placeholders[piece.name].value(item, separators)
    }
    return word
  })
}

function parseWord(word: string): Read<Piece[]> {
  const pieces: Piece[] = []
  let from = 0
  function addText(text: string): void {
    if (text !== '') pieces.push({ kind: 'text', text })
  }
  for (const match of word.matchAll(token)) {
    const [found] = match
    addText(word.slice(from, match.index))
    from = match.index + found.length
    if (found === '{{' || found === '}}') {
      addText(found.charAt(0))
    } else if (isPlaceholder(found)) {
      pieces.push({ kind: 'placeholder', name: found })
    } else {
      return unknown(word, found)
    }
  }
  addText(word.slice(from))
  return { ok: true, value: pieces }
}

function isPlaceholder(text: string): text is PlaceholderName {
  return Object.hasOwn(placeholders, text)
}

function unknown(word: string, found: string): Read<never> {
  const what =
    found.length === 1 ? `a single ${found} in the word ${word}` : `an unknown placeholder ${found}`
  return {
    ok: false,
    message: `has ${what}. Known are: ${placeholderHelp}. A brace that is meant as one is written twice: {{ or }}`,
  }
}

function baseStart(path: string, separators: string): number {
  for (let index = path.length - 1; index >= 0; index -= 1) {
    if (separators.includes(path.charAt(index))) return index + 1
  }
  return 0
}

function baseNameOf(path: string, separators: string): string {
  return path.slice(baseStart(path, separators))
}

function folderOf(path: string, separators: string): string {
  const start = baseStart(path, separators)
  if (start === 0) return '.'
  // The separator of the root belongs to it.
  const root = /^[a-z]:$/iu.test(path.slice(0, start - 1)) && separators.includes('\\') ? start : 1
  return path.slice(0, Math.max(root, start - 1))
}

/** From the last dot of the base name on; nothing for a name that begins with its only dot, or ends in it. */
function extensionOf(path: string, separators: string): string {
  const name = baseNameOf(path, separators)
  const dot = name.lastIndexOf('.')
  return dot <= 0 || dot === name.length - 1 ? '' : name.slice(dot)
}
