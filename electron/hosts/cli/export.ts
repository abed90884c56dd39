import { Command } from 'commander'
import { runIdSchema, type RunId } from '../../../shared/model/run.ts'
import { addCsvOptions, parseCsvOptions, type RawCsvOptions } from './csv-options.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { couldNotStart, wrongUsage } from './failure.ts'
import { formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { complain, tell } from './output.ts'
import { parseDataDirectory } from './run-request.ts'
import { writeCsv } from './write-csv.ts'

/** The options of `export` as commander hands them over. */
export interface RawExportOptions extends RawCsvOptions {
  readonly csv?: string
  readonly quiet?: true
  readonly dataDir?: string
}

/** The command's options and help. */
export function describeExportCommand(): Command {
  const command = new Command('export')
    .description("Write a past run's results to a CSV file.")
    .argument('<run>', 'the number of the run, as batchyard runs shows it, or latest')
    .option('--csv <file>', 'the file to write; - for standard output (needed)')
  return addCsvOptions(command)
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
  const wanted = parseRun(run)
  if (raw.csv === undefined)
    throw wrongUsage('--csv FILE is needed: where the results go; - for standard output.')
  const options = parseCsvOptions(raw)
  const target = await findCsvTarget(raw.csv)
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  try {
    await withLocalEngine(dataDirectory, async (local) => {
      const runId = wanted === 'latest' ? await latestRun(local.client) : wanted
      const rows = await writeCsv(local, runId, options, target, signal)
      if (target.kind !== 'stdout' && rows !== null && raw.quiet !== true) {
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

function parseRun(text: string): RunId | 'latest' {
  if (text === 'latest') return text
  const number = /^\d{1,15}$/u.test(text) ? runIdSchema.safeParse(Number(text)) : null
  if (number?.success !== true) {
    throw wrongUsage(`export ${text}: expected the number of a run, as batchyard runs shows it, or latest.`)
  }
  return number.data
}

async function latestRun(client: Client): Promise<RunId> {
  const [latest] = await client.runs.list({ limit: 1 })
  if (latest === undefined) throw couldNotStart('there are no runs yet, so there is nothing to export.')
  return latest.id
}
