import { Command } from 'commander'
import type { TriedItem, TryReceipt } from '../../../shared/contract/run-queries.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { formatBytes, formatCount, formatDuration } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { print } from './output.ts'
import { jobOf, presetOf, withPathList } from './run.ts'
import { addJobOptions, parseDataDirectory, parseJobRequest, type RawJobOptions } from './run-request.ts'
import { visibleText } from './terminal-text.ts'

/** The options of `try` as commander hands them over. */
export interface RawTryOptions extends RawJobOptions {
  readonly json?: true
}

/** The command's options and help. */
export function describeTryCommand(): Command {
  return addJobOptions(
    new Command('try').description('Do a few files for real, with outputs in a folder of their own.'),
  )
    .option('--json', 'print one object: tryId, items, tried, columns, proposedTimeout, proposedWorkers')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Takes the options of batchyard run, and picks the smallest file, the largest, one of each extension, and the one
with the strangest name. No input is changed, and nothing comes to stand where outputs go.

Examples:
  batchyard try --task copy --input ./photos --output-dir small`,
    )
}

/** `batchyard try`. */
export async function tryJob(
  more: readonly string[],
  raw: RawTryOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  const request = parseJobRequest(more, raw, await presetOf(raw, dataDirectory))
  return await withPathList(request, dataDirectory, interruption, async (list) => {
    return await withLocalEngine(dataDirectory, async ({ client }) => {
      const { signal } = interruption
      try {
        const receipt = await client.runs.try(await jobOf(client, request, list), { signal })
        const names = receipt.columns.map(({ name }) => name)
        await print(
          raw.json === true ? `${JSON.stringify(receipt)}\n` : `${tryLines(receipt, names).join('\n')}\n`,
        )
        const hasFailures = receipt.tried.some(({ status }) => status === 'failed')
        return hasFailures ? exitCodes.itemsFailed : exitCodes.succeeded
      } catch (error) {
        if (signal.aborted) return exitCodes.cancelled
        throw error
      }
    })
  })
}

/** What `try` prints for a person. */
export function tryLines(receipt: TryReceipt, columns: readonly string[]): string[] {
  const { items, tried, proposedTimeout, proposedWorkers } = receipt
  return [
    `${formatCount(tried.length)} of ${formatCount(items)} files tried.`,
    ...tried.flatMap((item) => ['', ...itemLines(item, columns)]),
    '',
    ...(proposedTimeout === null
      ? []
      : [`Proposed: --timeout ${Math.round(proposedTimeout / 1_000)} --workers ${proposedWorkers}`]),
  ]
}

function itemLines(
  { path, size, reasons, status, values, error, duration, output }: TriedItem,
  columns: readonly string[],
): string[] {
  const why = reasons.map((reason) => (reason === 'extension' ? 'its extension' : reason.replace('-', ' ')))
  const lines = [
    `${path} (${why.join(', ')}${size === null ? '' : `; ${formatBytes(size)}`})`,
    `  ${status} after ${formatDuration(duration)}${error === null ? '' : `: ${error.message}`}`,
  ]
  for (const [index, value] of values.entries()) {
    if (value !== null) lines.push(`  ${columns[index] ?? ''}: ${String(value)}`)
  }
  if (output !== null) {
    lines.push(`  made ${output.path} (${formatBytes(output.size)})`, `  for  ${output.place}`)
  }
  return lines.map(visibleText)
}
