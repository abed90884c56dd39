import type { Command } from 'commander'
import { inputFilterSchema, type InputFilterInput } from '../../../shared/model/input-filter.ts'
import { momentForms, momentOf } from '../../../shared/model/moment.ts'
import { bytesOf, sizeForms } from '../../../shared/model/size-text.ts'
import { wrongUsage } from './failure.ts'
import { collect } from './repeated-option.ts'

/** The options that say which of the files count, as commander hands them over. */
export interface RawFilterOptions {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly ext?: readonly string[]
  readonly minSize?: string
  readonly maxSize?: string
  readonly newerThan?: string
  readonly olderThan?: string
  readonly hidden?: boolean
  readonly followLinks?: true
  readonly maxDepth?: string
  readonly wholeFolders?: true
}

/** Adds the options that say which of the files count. */
export function addFilterOptions(command: Command): Command {
  return (
    command
      .option(
        '--include <pattern>',
        'only files that match: *.jpg, or with / a path below the folder; may be repeated',
        collect,
      )
      .option('--exclude <pattern>', 'not what matches; a folder goes with all that is in it', collect)
      .option('--ext <names>', 'only files with one of these extensions: jpg,tif; may be repeated', collect)
      .option('--min-size <size>', 'only files of this size or larger: 10MB, 4KiB')
      .option('--max-size <size>', 'only files of this size or smaller')
      .option('--newer-than <time>', 'only files modified then or later: 2026-11-24, or 7d for a week ago')
      .option('--older-than <time>', 'only files modified before then')
      // In this order neither of the two sets a default.
      .option('--hidden', 'hidden files and folders too (the default)')
      .option('--no-hidden', 'no hidden files and folders')
      .option('--follow-links', 'follow symbolic links inside folders, to each place once')
      .option('--max-depth <n>', 'how many folders deep: 1 for what lies in the folder itself')
      .option('--whole-folders', 'each folder that is named is one item, and is not looked through')
  )
}

/**
 * Checks what was typed about which files count: only what was given, so that a preset can say the rest.
 *
 * @throws CommandFailure wrong usage
 */
export function parseFilter(raw: RawFilterOptions): InputFilterInput {
  const extensions = raw.ext?.flatMap((names) => names.split(',')).map((name) => name.trim())
  const minSize = parsed('--min-size', raw.minSize, bytesOf, sizeForms)
  const maxSize = parsed('--max-size', raw.maxSize, bytesOf, sizeForms)
  const modifiedAfter = parsed('--newer-than', raw.newerThan, momentText, momentForms)
  const modifiedBefore = parsed('--older-than', raw.olderThan, momentText, momentForms)
  const maxDepth = parsed('--max-depth', raw.maxDepth, depthOf, 'a whole number from 1')
  return checked({
    ...(raw.include && { include: [...raw.include] }),
    ...(raw.exclude && { exclude: [...raw.exclude] }),
    ...(extensions && { extensions }),
    ...(minSize !== undefined && { minSize }),
    ...(maxSize !== undefined && { maxSize }),
    ...(modifiedAfter !== undefined && { modifiedAfter }),
    ...(modifiedBefore !== undefined && { modifiedBefore }),
    ...(raw.hidden !== undefined && { hidden: raw.hidden }),
    ...(raw.followLinks && { followLinks: true }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(raw.wholeFolders && { wholeFolders: true }),
  })
}

const optionNames: Readonly<Record<string, string>> = {
  include: '--include',
  exclude: '--exclude',
  extensions: '--ext',
  minSize: '--min-size',
  maxSize: '--max-size',
  modifiedAfter: '--newer-than',
  modifiedBefore: '--older-than',
  maxDepth: '--max-depth',
}

/** What only the schema knows: lengths, and which values do not go together. */
function checked(filter: InputFilterInput): InputFilterInput {
  const issue = inputFilterSchema.safeParse(filter).error?.issues[0]
  if (issue === undefined) return filter
  const [first, second] = issue.path.map(String)
  const option = optionNames[first ?? ''] ?? 'the filter'
  const values = first !== undefined && Object.hasOwn(filter, first) ? Object.entries(filter) : []
  const value: unknown = values.find(([name]) => name === first)?.[1]
  const text: unknown = Array.isArray(value) && second !== undefined ? value[Number(second)] : value
  throw wrongUsage(`${option}${typeof text === 'string' ? ` ${text}` : ''}: ${issue.message}.`)
}

function parsed<Value>(
  option: string,
  text: string | undefined,
  read: (text: string) => Value | null,
  forms: string,
): Value | undefined {
  if (text === undefined) return undefined
  const value = read(text)
  if (value === null) throw wrongUsage(`${option} ${text}: expected ${forms}.`)
  return value
}

/** The text itself: an age counts back from the start of the run, whenever that is. */
function momentText(text: string): string | null {
  return momentOf(text, 0) === null ? null : text
}

function depthOf(text: string): number | null {
  return /^[1-9]\d{0,5}$/u.test(text) ? Number(text) : null
}
