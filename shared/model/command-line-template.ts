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
  /** The paths of all items of the call; left out where the item is the only one. */
  readonly all?: readonly PathText[]
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
  '{all}': { means: 'the paths of all files of a call, each a word of its own', value: ({ path }) => path },
} satisfies Readonly<Record<string, Placeholder<TemplateItem>>>
type PlaceholderName = keyof typeof placeholders

/** The placeholder that stands for several files at once. */
export const allPlaceholder = '{all}' satisfies PlaceholderName

/** Placeholders that mean something for several files too. The others need the one file that a call is for. */
const forSeveral: ReadonlySet<string> = new Set([allPlaceholder, '{%}'])

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
  const refusal = refusalOfAll(words)
  if (refusal !== null) return { ok: false, message: refusal }
  const isFixed = words.flat().every((piece) => piece.kind === 'text')
  if (isFixed) words.push([{ kind: 'placeholder', name: '{}' }])
  const program = first.every((piece) => piece.kind === 'text')
    ? first.map((piece) => piece.text).join('')
    : null
  return { ok: true, value: { program, words } }
}

/** Why the words cannot have {all} as they do; null where they can, or have none. */
function refusalOfAll(words: readonly (readonly CommandPiece[])[]): string | null {
  const places = words.flatMap((pieces, index) => (usesAll(pieces) ? [{ pieces, index }] : []))
  const [place] = places
  if (place === undefined) return null
  if (place.index === 0) return 'has {all} where the program is named'
  if (place.pieces.length > 1) {
    return 'has {all} within a word. It stands for several words: leave it alone between spaces'
  }
  if (places.length > 1) return twiceAll
  return refusalBesideAll(words.flat())
}

export const twiceAll = 'has {all} twice. Each file is handed to a call once'

/** Why {all} cannot stand beside the other placeholders; null where it can. */
export function refusalBesideAll(pieces: readonly CommandPiece[]): string | null {
  const names = pieces.flatMap((piece) => (piece.kind === 'placeholder' ? [piece.name] : []))
  const other = names.find((name) => isPlaceholder(name) && !forSeveral.has(name))
  if (other === undefined) return null
  return `has ${other} beside {all}: it stands for a part of one file, and {all} for several files. Take one of them out`
}

/** Whether several files are handed to one call. */
export function usesAll(pieces: readonly CommandPiece[]): boolean {
  return pieces.some((piece) => piece.kind === 'placeholder' && piece.name === allPlaceholder)
}

/** The words for one item, or for several at once. What comes from an item stays within its word, whatever it holds. */
export function fillTemplate(
  { words }: CommandTemplate,
  item: TemplateItem,
  values: TemplateValues = {},
  separators = '/',
): string[] {
  return words.flatMap((pieces) => {
    if (item.all !== undefined && usesAll(pieces)) return item.all
    return pieces
      .map((piece) => (piece.kind === 'text' ? piece.text : valueOf(piece.name, item, values, separators)))
      .join('')
  })
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
  return isPlaceholder(`{${name}}`)
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
