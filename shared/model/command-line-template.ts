import { splitCommandLine, type Read } from './command-line.ts'
import {
  basePlaceholders,
  baseStart,
  describePlaceholders,
  extensionOf,
  parsePieces,
  type Placeholder,
  type TemplatePiece,
} from './path-template.ts'
import type { PathText } from './path-text.ts'

/** What an item's words are made from. */
export interface TemplateItem {
  readonly path: PathText
  readonly seq: number
}

const placeholders = {
  '{}': { means: 'the path', value: ({ path }) => path },
  '{.}': {
    means: 'the path without its extension',
    value: ({ path }, separators) => path.slice(0, path.length - extensionOf(path, separators).length),
  },
  '{/}': basePlaceholders['{/}'],
  '{//}': { means: 'the folder', value: ({ path }, separators) => folderOf(path, separators) },
  '{/.}': basePlaceholders['{/.}'],
  '{ext}': basePlaceholders['{ext}'],
  '{#}': { means: 'the place in the input, from 1', value: ({ seq }) => String(seq) },
} satisfies Readonly<Record<string, Placeholder<TemplateItem>>>
type PlaceholderName = keyof typeof placeholders

/** For people: every placeholder with what it stands for. */
export const placeholderHelp = describePlaceholders(placeholders)

type Piece = TemplatePiece<PlaceholderName>

/** A command line whose words are to be filled in for each item. Made by `parseCommandTemplate`. */
export interface CommandTemplate {
  /** The program, as far as it is the same for every item; null where a placeholder is in it. */
  readonly program: string | null
  readonly words: readonly (readonly Piece[])[]
}

/**
 * Reads a command line with placeholders. Quotes make words and nothing else: a placeholder within them is one
 * all the same, and a brace is written twice. Where no placeholder is, the path becomes the last word.
 */
export function parseCommandTemplate(line: string): Read<CommandTemplate> {
  const split = splitCommandLine(line)
  if (!split.ok) return split
  const words: Piece[][] = []
  for (const word of split.value) {
    const pieces = parsePieces(word, ` in the word ${word}`, isPlaceholder, placeholderHelp)
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

function isPlaceholder(text: string): text is PlaceholderName {
  return Object.hasOwn(placeholders, text)
}

function folderOf(path: string, separators: string): string {
  const start = baseStart(path, separators)
  if (start === 0) return '.'
  // The separator of the root belongs to it.
  const root = /^[a-z]:$/iu.test(path.slice(0, start - 1)) && separators.includes('\\') ? start : 1
  return path.slice(0, Math.max(root, start - 1))
}
