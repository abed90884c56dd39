import { Command } from 'commander'
import type { UndoReceipt } from '../../../shared/contract/run-queries.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { formatCount, formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { print, tell } from './output.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'
import { visibleText } from './terminal-text.ts'

/** The options of `undo` as commander hands them over. */
export interface RawUndoOptions {
  readonly dryRun?: true
  readonly json?: true
  readonly dataDir?: string
}

/** Refusals that a person is told; `--json` has up to a hundred. */
const toldRefusals = 20

/** The command's options and help. */
export function describeUndoCommand(): Command {
  return new Command('undo')
    .description('Take back what a run has made: remove the files it wrote, put back those it moved.')
    .argument(...runArgument)
    .option('--dry-run', 'say what would be taken back, and take nothing back')
    .option('--json', 'print one object: undone, undoneBefore, refused, refusals, left')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
A file that was changed since stays as it is, and so does one that replaced another. Ctrl-C ends the undo
between two files; it can be asked for again.

Exit codes: 0 all was taken back; 1 some of it stays; 3 there is no such run, or it is at work; 130 ended by Ctrl-C`,
    )
}

/** `batchyard undo`. */
export async function undo(run: string, raw: RawUndoOptions, interruption: Interruption): Promise<ExitCode> {
  const wanted = parseRunNumber('undo', run)
  return await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    const runId = await findRun(client, wanted)
    const dryRun = raw.dryRun ?? false
    const { signal } = interruption
    const receipt = await client.runs.undo({ runId, dryRun }, { signal })
    if (raw.json === true) await print(`${JSON.stringify(receipt)}\n`)
    else for (const line of undoLines(runId, receipt, dryRun)) tell(line)
    if (signal.aborted) return exitCodes.cancelled
    return receipt.refused > 0 ? exitCodes.itemsFailed : exitCodes.succeeded
  })
}

/** What `undo` tells a person. */
export function undoLines(runId: number, receipt: UndoReceipt, dryRun: boolean): string[] {
  const { undone, undoneBefore, refused, refusals, left } = receipt
  const parts = [`${formatCounted(undone, 'output')} ${dryRun ? 'would be taken back' : 'taken back'}`]
  if (undoneBefore > 0) parts.push(`${formatCount(undoneBefore)} had been before`)
  if (refused > 0) parts.push(`${formatCount(refused)} ${dryRun ? 'would stay' : 'stay'}`)
  if (left > 0) parts.push(`${formatCount(left)} left`)
  const told = refusals.slice(0, toldRefusals)
  const more = refused - told.length
  return [
    `Run ${runId}: ${parts.join(', ')}.`,
    ...told.map(({ reason }) => visibleText(`  ${reason}`)),
    ...(more > 0 ? [`  … and ${formatCount(more)} more: batchyard export ${runId} has all outputs`] : []),
    ...(left > 0 ? [`To go on: batchyard undo ${runId}`] : []),
  ]
}
