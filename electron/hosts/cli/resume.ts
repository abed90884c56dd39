import { Command } from 'commander'
import { isActiveState, type RunId } from '../../../shared/model/run.ts'
import { retrySelectionSchema, type RetrySelection } from '../../../shared/model/session.ts'
import { refuseProtectedTarget } from '../../engine/exports/protected-files.ts'
import { addCsvOptions, parseWantedCsv, type RawCsvOptions, type WantedCsv } from './csv-options.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { followRun, reporterFor } from './follow-run.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type LocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { receiptText } from './receipt.ts'
import { leaveOutcome, summaryOf } from './run-outcome.ts'
import { findRun, parseRunNumber, runArgument, type WantedRun } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'

/** The options of `resume` as commander hands them over. */
export interface RawResumeOptions extends RawCsvOptions {
  readonly csv?: string
  readonly json?: true
  readonly quiet?: true
  readonly dataDir?: string
}

/** The options of `retry` as commander hands them over. */
export interface RawRetryOptions extends RawResumeOptions {
  readonly failed?: true
  readonly cause?: string
  readonly items?: string
}

/** The command's options and help. */
export function describeResumeCommand(): Command {
  const command = new Command('resume')
    .description('Go on with a run that is paused, or that ended before everything was done.')
    .argument(...runArgument)
  return addOutcomeOptions(command).addHelpText(
    'after',
    `
Files that have a result are not done again; to do failed ones again, use batchyard retry. A run that is
paused in another Batchyard process goes on there. Exit codes are those of batchyard run.`,
  )
}

/** The command's options and help. */
export function describeRetryCommand(): Command {
  const command = new Command('retry')
    .description('Do failed files of a run again. What they failed with before stays in the history.')
    .argument(...runArgument)
    .option('--failed', 'all that failed (default)')
    .option('--cause <id>', 'those of one cause, as batchyard show has it')
    .option('--items <numbers>', 'these, with commas between, however they ended: 3,7,20-25')
  return addOutcomeOptions(command).addHelpText(
    'after',
    `
Examples:
  batchyard retry latest
  batchyard retry 12 --cause 0kx3f8a1b2c

Exit codes are those of batchyard run.`,
  )
}

function addOutcomeOptions(command: Command): Command {
  return addCsvOptions(
    command.option('--csv <file>', 'write all results of the run to this file; - for standard output'),
  )
    .option('--json', "print the run's summary to standard output as one JSON object")
    .option('--quiet', 'tell nothing but errors')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

/** `batchyard resume`. */
export async function resumeRun(
  run: string,
  raw: RawResumeOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const wanted = parseRunNumber('resume', run)
  return await withRun(wanted, raw, interruption, async (local, runId, csv) => {
    const { client } = local
    const before = await client.runs.get({ runId })
    if (isActiveState(before.run.state)) {
      // At work elsewhere: that is where it goes on.
      const receipt = await client.runs.resume({ runId })
      if (csv !== null) {
        complain(
          `it goes on in another process, so --csv is not written now; in the end: batchyard export ${runId}`,
        )
      }
      if (raw.json === true) await print(`${JSON.stringify(summaryOf({ ...before, run: receipt.run }))}\n`)
      else if (raw.quiet !== true) tell(receiptText(receipt))
      return exitCodes.succeeded
    }
    const last = await followRun({
      client,
      reporter: reporterFor({ quiet: raw.quiet ?? false }),
      interruption,
      begin: async () => (await client.runs.resume({ runId })).run.id,
      announce: () => `Run ${runId} resumed: ${before.run.name}.`,
    })
    return await leaveOutcome(local, last, outcomeOf(raw, csv), interruption)
  })
}

/** `batchyard retry`. */
export async function retryRun(
  run: string,
  raw: RawRetryOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const wanted = parseRunNumber('retry', run)
  const which = parseSelection(raw)
  return await withRun(wanted, raw, interruption, async (local, runId, csv) => {
    const { client } = local
    const last = await followRun({
      client,
      reporter: reporterFor({ quiet: raw.quiet ?? false }),
      interruption,
      begin: async () => (await client.runs.retry({ runId, which })).run.id,
      announce: () => `Run ${runId} is tried again.`,
    })
    return await leaveOutcome(local, last, outcomeOf(raw, csv), interruption)
  })
}

/** Checks what both commands share, opens the engine, and finds the run. */
async function withRun(
  wanted: WantedRun,
  raw: RawResumeOptions,
  { signal }: Interruption,
  use: (local: LocalEngine, runId: RunId, csv: WantedCsv | null) => Promise<ExitCode>,
): Promise<ExitCode> {
  const typed = parseWantedCsv(raw)
  const csv = typed === null ? null : { ...typed, target: await findCsvTarget(typed.text) }
  return await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async (local) => {
    if (csv?.target.kind === 'file') {
      await refuseProtectedTarget(csv.target.path, local.engine.info.dataDirectory)
    }
    const runId = await findRun(local.client, wanted)
    if (signal.aborted) return exitCodes.cancelled
    return await use(local, runId, csv)
  })
}

function outcomeOf(raw: RawResumeOptions, csv: WantedCsv | null) {
  return { csv, json: raw.json ?? false, quiet: raw.quiet ?? false }
}

/** @throws CommandFailure wrong usage: more than one selection, or numbers that cannot be read */
export function parseSelection(raw: RawRetryOptions): RetrySelection {
  const given = [raw.failed === true, raw.cause !== undefined, raw.items !== undefined]
  if (given.filter(Boolean).length > 1) {
    throw wrongUsage('--failed, --cause and --items each say what is tried again; give one of them.')
  }
  if (raw.cause !== undefined) {
    const cause = retrySelectionSchema.safeParse({ kind: 'cause', cause: raw.cause })
    if (!cause.success) throw wrongUsage('--cause needs the id of a cause, as batchyard show has it.')
    return cause.data
  }
  if (raw.items === undefined) return { kind: 'failed' }
  const items = retrySelectionSchema.safeParse({ kind: 'items', seqs: parseNumbers(raw.items) })
  if (!items.success) throw wrongUsage('--items takes at most 100,000 numbers.')
  return items.data
}

/** The most numbers that may be named one by one. */
const mostNumbers = 100_000

/** Numbers and ranges with commas between, each number once. */
function parseNumbers(text: string): number[] {
  const numbers = new Set<number>()
  for (const part of text.split(',')) {
    const [, first = '', last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/u.exec(part) ?? []
    const [low, high] = [Number(first), Number(last)]
    if (first === '' || low < 1 || high < low) {
      throw wrongUsage(
        `--items ${text}: expected the numbers of files, with commas between, as in 3,7,20-25.`,
      )
    }
    for (let number = low; number <= high && numbers.size <= mostNumbers; number += 1) numbers.add(number)
  }
  return [...numbers]
}
