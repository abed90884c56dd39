import { Option, type Command } from 'commander'
import {
  itemColumns,
  outputColumns,
  csvOptionsSchema,
  type CsvOptions,
} from '../../../shared/model/export.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import type { CsvTarget } from './csv-target.ts'
import { wrongUsage } from './failure.ts'

/** The options that say how a CSV is written, as commander hands them over. */
export interface RawCsvOptions {
  readonly columns?: string
  readonly bom?: true
  readonly escapeFormulas: boolean
}

/** A CSV that is wanted, as it was typed. */
export interface TypedCsv {
  /** A path, or `-` for standard output. */
  readonly text: string
  readonly options: CsvOptions
}

/** A CSV that is wanted, and the place that was found for it. */
export interface WantedCsv extends TypedCsv {
  readonly target: CsvTarget
}

/** Adds `--columns`, `--bom` and `--no-escape-formulas` to a command. */
export function addCsvOptions(command: Command): Command {
  return command
    .option(
      '--columns <names>',
      'columns of the CSV, in this order, with commas between (default: all but path_hex)',
    )
    .option('--bom', 'begin the CSV with a byte-order mark, by which Excel knows UTF-8')
    .addOption(
      new Option(
        '--no-escape-formulas',
        'do not put an apostrophe before text that a spreadsheet would run as a formula',
      ),
    )
}

/** @throws CommandFailure wrong usage: a column without a name, or given twice */
export function parseCsvOptions(raw: RawCsvOptions): CsvOptions {
  return csvOptionsSchema.parse({
    ...(raw.columns === undefined ? {} : { columns: splitColumns(raw.columns) }),
    byteOrderMark: raw.bom ?? false,
    escapeFormulas: raw.escapeFormulas,
  })
}

/**
 * The CSV that a command with `--csv` asks for, or null.
 *
 * @throws CommandFailure wrong usage: options of a CSV without one, or two things for standard output
 */
export function parseWantedCsv(
  raw: RawCsvOptions & { readonly csv?: string; readonly json?: true },
): TypedCsv | null {
  const options = parseCsvOptions(raw)
  if (raw.csv === '-' && raw.json === true) {
    throw wrongUsage('--csv - and --json both write to standard output; write one of them to a file.')
  }
  if (raw.csv !== undefined) return { text: raw.csv, options }
  const stray = [
    raw.columns === undefined ? null : '--columns',
    raw.bom === true ? '--bom' : null,
    raw.escapeFormulas ? null : '--no-escape-formulas',
  ].find((name) => name !== null)
  if (stray !== undefined) throw wrongUsage(`${stray} says how a CSV is written; it needs --csv FILE.`)
  return null
}

function splitColumns(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('')) {
    throw wrongUsage('--columns expects names with commas between, as in --columns path,digest.')
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw wrongUsage(`--columns names ${twice} twice.`)
  return names
}

/**
 * Refuses columns that a run of the task type will not have, before there is a run.
 *
 * @throws CommandFailure wrong usage, with the columns that there are
 */
export function checkColumns(
  options: CsvOptions,
  resultColumns: readonly ResultColumn[],
  makesOutputs: boolean,
): void {
  const known = [
    ...itemColumns,
    ...(makesOutputs ? outputColumns : []),
    ...resultColumns.map((column) => column.name),
  ]
  const unknown = options.columns?.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw wrongUsage(`--columns: there is no column ${unknown}; the columns are ${known.join(', ')}.`)
  }
}
