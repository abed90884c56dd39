import { Command } from 'commander'
import type { ItemDetails, ItemLog } from '../../../shared/contract/run-queries.ts'
import type { Attempt, ResultColumn } from '../../../shared/model/result.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatBytes, formatCount, formatTryDuration } from './formats.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { print } from './output.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'
import { visibleText } from './terminal-text.ts'
import { localTime } from './time-text.ts'

/** The options of `log` as commander hands them over. */
export interface RawLogOptions {
  readonly attempt?: string
  readonly json?: true
  readonly dataDir?: string
}

/** All that is known of one item. */
export interface ItemStory {
  readonly item: ItemDetails
  /** The tries that were not the last, oldest first. */
  readonly attempts: readonly Attempt[]
  /** What the last try said, or the one that was asked for. */
  readonly log: ItemLog | null
}

/** The command's options and help. */
export function describeLogCommand(): Command {
  return new Command('log')
    .description('Show what became of one file of a run: its result, its earlier tries, and what it said.')
    .argument(...runArgument)
    .argument('<item>', 'the number of the file in its run, as in the column seq of its results')
    .option('--attempt <n>', 'what this try said (default: the last)')
    .option('--json', 'print one object: item, attempts, log')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

/** `batchyard log`. */
export async function showLog(run: string, item: string, raw: RawLogOptions): Promise<ExitCode> {
  const wanted = parseRunNumber('log', run)
  const seq = parsePositive(item, `log ${run} ${item}: expected the number of a file, as in the column seq.`)
  const attempt =
    raw.attempt === undefined
      ? {}
      : { attempt: parsePositive(raw.attempt, `--attempt ${raw.attempt}: expected a whole number from 1.`) }
  return await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    const runId = await findRun(client, wanted)
    const story: ItemStory = {
      item: await client.runs.item({ runId, seq }),
      attempts: await client.runs.attempts({ runId, seq }),
      log: await client.runs.log({ runId, seq, ...attempt }),
    }
    if (raw.json === true) await print(`${JSON.stringify(story)}\n`)
    else await print(`${storyLines(story, await client.runs.columns({ runId })).join('\n')}\n`)
    return exitCodes.succeeded
  })
}

/** @throws CommandFailure wrong usage, with the message */
function parsePositive(text: string, message: string): number {
  if (/^[1-9]\d{0,14}$/u.test(text)) return Number(text)
  throw wrongUsage(message)
}

/**
 * What `log` prints for a person. The log itself is shown line by line, harmless for a terminal.
 * @param columns what stands in the values of the result
 */
export function storyLines({ item, attempts, log }: ItemStory, columns: readonly ResultColumn[]): string[] {
  const size = item.size === null ? '' : ` (${formatBytes(item.size)})`
  return [
    visibleText(`Item ${formatCount(item.seq)}: ${item.path}${size}`),
    ...attempts.map(({ attempt, startedAt, duration, error }) =>
      visibleText(
        `Try ${attempt}, ${localTime(new Date(startedAt).toISOString())}, failed after ${formatTryDuration(duration)}: ` +
          `${error.code}: ${error.message}`,
      ),
    ),
    visibleText(resultText(item)),
    ...valueLines(item, columns),
    ...(log === null
      ? ['It said nothing.']
      : ['', `What try ${log.attempt} said:`, ...log.text.trimEnd().split('\n').map(visibleText)]),
  ]
}

function resultText({ result }: ItemDetails): string {
  if (result === null) return 'It has no result yet.'
  const { status, attempt, startedAt, duration, error, doneInRun } = result
  const moment = localTime(new Date(startedAt).toISOString())
  switch (status) {
    case 'succeeded':
      return `Try ${attempt}, ${moment}, succeeded after ${formatTryDuration(duration)}`
    case 'failed':
      return (
        `Try ${attempt}, ${moment}, failed after ${formatTryDuration(duration)}: ` +
        `${error?.code ?? ''}: ${error?.message ?? ''}`
      )
    case 'already-done':
      return `Done before, in run ${doneInRun ?? ''}`
    case 'skipped':
      return 'It was left out by its user.'
  }
}

/** The values of a result, each by the name of its column. */
function valueLines({ result }: ItemDetails, columns: readonly ResultColumn[]): string[] {
  return (result?.values ?? []).map((value, index) =>
    visibleText(`  ${columns[index]?.name ?? `value ${index + 1}`}: ${value ?? ''}`),
  )
}
