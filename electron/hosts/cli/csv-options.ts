import { Option, type Command } from 'commander'
import { itemColumns, csvOptionsSchema, type CsvOptions } from '../../../shared/model/export.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import { wrongUsage } from './failure.ts'

/** The options that say how a CSV is written, as commander hands them over. */
export interface RawCsvOptions {
  readonly columns?: string
  readonly bom?: true
  readonly escapeFormulas: boolean
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
export function checkColumns(options: CsvOptions, resultColumns: readonly ResultColumn[]): void {
  const known = [...itemColumns, ...resultColumns.map((column) => column.name)]
  const unknown = options.columns?.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw wrongUsage(`--columns: there is no column ${unknown}; the columns are ${known.join(', ')}.`)
  }
}
