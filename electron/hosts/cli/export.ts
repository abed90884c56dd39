import { Command } from 'commander'
import { addCsvOptions, parseCsvOptions, type RawCsvOptions } from './csv-options.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'
import { writeCsv } from './write-csv.ts'

/** The options of `export` as commander hands them over. */
export interface RawExportOptions extends RawCsvOptions {
  readonly csv?: string
  readonly json?: true
  readonly quiet?: true
  readonly dataDir?: string
}

/** The command's options and help. */
export function describeExportCommand(): Command {
  const command = new Command('export')
    .description("Write a past run's results to a CSV file.")
    .argument(...runArgument)
    .option('--csv <file>', 'the file to write; - for standard output (needed)')
  return addCsvOptions(command)
    .option('--json', 'print what was written as one JSON object')
    .option('--quiet', 'tell nothing but errors')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Examples:
  batchyard export 12 --csv results.csv
  batchyard export latest --csv - --columns path,error_message | less`,
    )
}

/** `batchyard export`: writes the CSV of a past run. */
export async function exportRun(
  run: string,
  raw: RawExportOptions,
  { signal }: Interruption,
): Promise<ExitCode> {
  const wanted = parseRunNumber('export', run)
  if (raw.csv === undefined)
    throw wrongUsage('--csv FILE is needed: where the results go; - for standard output.')
  if (raw.csv === '-' && raw.json === true) {
    throw wrongUsage('--csv - and --json both write to standard output; write one of them to a file.')
  }
  const options = parseCsvOptions(raw)
  const target = await findCsvTarget(raw.csv)
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  try {
    await withLocalEngine(dataDirectory, async (local) => {
      const runId = await findRun(local.client, wanted)
      const rows = await writeCsv(local, runId, options, target, signal)
      if (target.kind === 'stdout' || rows === null) return
      if (raw.json === true) await print(`${JSON.stringify({ runId, path: target.path, rows })}\n`)
      else if (raw.quiet !== true) {
        tell(`Results of run ${runId}: ${formatCounted(rows, 'row')} in ${raw.csv}`)
      }
    })
  } catch (error) {
    if (!signal.aborted) throw error
    complain('cancelled; the CSV was not written.')
    return exitCodes.cancelled
  }
  return exitCodes.succeeded
}
