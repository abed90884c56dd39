import type { Command } from 'commander'
import { maximumInputs } from '../../../shared/model/limits.ts'
import { parseNumberRange, rangeForms } from '../../../shared/model/number-range.ts'
import { wrongUsage } from './failure.ts'
import { addFilterOptions, type RawFilterOptions } from './filter-options.ts'
import { formatCount } from './formats.ts'
import type { TypedInputs, TypedList } from './inputs.ts'
import { collect } from './repeated-option.ts'

export { collect } from './repeated-option.ts'

/** The options that say what a run is about, as commander hands them over. */
export interface RawInputOptions extends RawFilterOptions {
  readonly input?: readonly string[]
  readonly inputList?: string
  readonly null?: true
  readonly csvList?: string
  readonly csvColumn?: string
  readonly csvHeader?: true
  readonly csvDelimiter?: string
  readonly range?: readonly string[]
}

/** What `--csv-delimiter` may be, and what it stands for. */
const delimiters = { auto: 'auto', ',': ',', ';': ';', tab: '\t', '|': '|' } as const

/** Adds the options that say what a run is about. */
export function addInputOptions(command: Command): Command {
  command
    .argument('[inputs...]', 'more inputs, as after --input: what a shell makes of an unquoted pattern')
    .option('--input <path>', 'a file, a folder or a glob pattern in quotes; may be repeated', collect)
    .option('--input-list <file>', 'a file that lists paths, one a line; - for standard input')
    .option('--null', 'paths in the input list end in a NUL character instead of a line end')
    .option('--csv-list <file>', 'a CSV file of which one column lists paths; - for standard input')
    .option('--csv-column <column>', 'the column: its name in the first row, or its number (default: 1)')
    .option('--csv-header', 'the first row has names and no path, where the column is a number')
    .option('--csv-delimiter <character>', 'what stands between columns: , ; | tab or auto (default)')
    .option('--range <from..to>', `numbers as items, for tasks that need no file: ${rangeForms}`, collect)
  return addFilterOptions(command)
}

/**
 * Checks the inputs as they were typed. Null where none was given.
 *
 * @param more inputs without an option before them
 * @throws CommandFailure wrong usage
 */
export function parseInputs(more: readonly string[], raw: RawInputOptions): TypedInputs | null {
  const texts = [...(raw.input ?? []), ...more]
  if (texts.includes('')) throw wrongUsage('--input needs the name of a file or folder, or a pattern.')
  const list = parseList(raw)
  const ranges = (raw.range ?? []).map((text) => {
    const range = parseNumberRange(text)
    if (range === null) throw wrongUsage(`--range ${text}: expected ${rangeForms}.`)
    return range
  })
  const count = texts.length + ranges.length + (list === null ? 0 : 1)
  if (count === 0) return null
  if (count > maximumInputs) {
    throw wrongUsage(
      `${formatCount(count)} inputs are more than the ${formatCount(maximumInputs)} that can be given; name the folder ` +
        'that they are in, put a pattern in quotes, or list them in a file: --input-list FILE.',
    )
  }
  return { texts, list, ranges }
}

function parseList(raw: RawInputOptions): TypedList | null {
  const { inputList, csvList } = raw
  if (inputList !== undefined && csvList !== undefined) {
    throw wrongUsage('--input-list and --csv-list cannot be given together.')
  }
  if (inputList === '') throw wrongUsage('--input-list needs the name of a file, or - for standard input.')
  if (raw.null === true && inputList === undefined) {
    throw wrongUsage('--null says how an input list is written; it needs --input-list FILE.')
  }
  if (csvList !== undefined) return parseCsvList(csvList, raw)
  for (const name of ['csvColumn', 'csvHeader', 'csvDelimiter'] as const) {
    if (raw[name] !== undefined) {
      const option = name.replace('csv', '--csv-').toLowerCase()
      throw wrongUsage(`${option} says how a CSV list is read; it needs --csv-list FILE.`)
    }
  }
  if (inputList === undefined) return null
  return { kind: 'list', file: inputList, separator: raw.null === true ? 'nul' : 'newline' }
}

function parseCsvList(file: string, raw: RawInputOptions): TypedList {
  if (file === '') throw wrongUsage('--csv-list needs the name of a file, or - for standard input.')
  const delimiter = Object.entries(delimiters).find(([name]) => name === (raw.csvDelimiter ?? 'auto'))?.[1]
  if (delimiter === undefined) {
    throw wrongUsage(
      `--csv-delimiter ${raw.csvDelimiter ?? ''}: expected one of ${Object.keys(delimiters).join(' ')}`,
    )
  }
  return { kind: 'csv', file, column: parseColumn(raw.csvColumn), header: raw.csvHeader === true, delimiter }
}

function parseColumn(text: string | undefined): string | number {
  if (text === undefined) return 1
  if (text === '' || /^0+$/u.test(text)) {
    throw wrongUsage(`--csv-column ${text}: expected the column's name, or its number from 1.`)
  }
  return /^\d{1,5}$/u.test(text) ? Number(text) : text
}
