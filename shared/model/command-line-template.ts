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
  /** The path from the folder on that the input named. */
  readonly relative: PathText
  /** The number of the worker, from 1. */
  readonly worker: number
  /** The file that is to be made of it; null where none is. */
  readonly output: PathText | null
}

/** The values of the user's own placeholders, by their names without braces. */
export type TemplateValues = Readonly<Record<string, string>>

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
  '{%}': { means: 'the number of the worker, from 1', value: ({ worker }) => String(worker) },
  '{relative}': { means: 'the path from the folder of the input on', value: ({ relative }) => relative },
  '{output}': { means: 'the file that the command is to make', value: ({ output }) => output ?? '' },
} satisfies Readonly<Record<string, Placeholder<TemplateItem>>>
type PlaceholderName = keyof typeof placeholders

/** What a placeholder of the user's own may be called. */
export const variableName = /^[a-z_][a-z0-9_]{0,49}$/iu

/** For people: every placeholder with what it stands for. */
export const placeholderHelp = describePlaceholders(placeholders)

/** A piece of a command line. Placeholders stand with their braces. */
export type CommandPiece = TemplatePiece

/** A command line whose words are to be filled in for each item. Made by `parseCommandTemplate`. */
export interface CommandTemplate {
  /** The program, as far as it is the same for every item; null where a placeholder is in it. */
  readonly program: string | null
  readonly words: readonly (readonly CommandPiece[])[]
}

/**
 * Reads a command line with placeholders. Quotes make words and nothing else: a placeholder within them is one
 * all the same, and a brace is written twice. Where no placeholder is, the path becomes the last word.
 * @param variables the names of the user's own placeholders
 */
export function parseCommandTemplate(line: string, variables: readonly string[] = []): Read<CommandTemplate> {
  const split = splitCommandLine(line)
  if (!split.ok) return split
  const words: CommandPiece[][] = []
  for (const word of split.value) {
    const pieces = parsePieces(word, ` in the word ${word}`, isKnown(variables), helpWith(variables))
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
export function fillTemplate(
  { words }: CommandTemplate,
  item: TemplateItem,
  values: TemplateValues = {},
  separators = '/',
): string[] {
  return words.map((pieces) =>
    pieces
      .map((piece) => (piece.kind === 'text' ? piece.text : valueOf(piece.name, item, values, separators)))
      .join(''),
  )
}

/** Whether an output is made by the words: whether they say where it goes. */
export function usesOutput(pieces: readonly CommandPiece[]): boolean {
  return pieces.some((piece) => piece.kind === 'placeholder' && piece.name === '{output}')
}

/** What a placeholder, with its braces, stands for. */
export function valueOf(
  name: string,
  item: TemplateItem,
  values: TemplateValues,
  separators: string,
): PathText {
  return isPlaceholder(name) ? placeholders[name].value(item, separators) : (values[name.slice(1, -1)] ?? '')
}

/** Whether a text in braces is a placeholder, or one of the user's own. */
export function isKnown(variables: readonly string[]): (text: string) => text is string {
  return (text): text is string => isPlaceholder(text) || variables.includes(text.slice(1, -1))
}

/** Whether a placeholder of the user's own cannot have that name, because there is one already. */
export function isTaken(name: string): boolean {
  return isPlaceholder(`{${name}}`) || name === 'all'
}

function helpWith(variables: readonly string[]): string {
  return [placeholderHelp, ...variables.map((name) => `{${name}}`)].join(', ')
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
