import { isEndState, type RunProgress, type RunSummary } from '../../../shared/model/run.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { CsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { describeFailure } from './failure.ts'
import { finishReport, namedCauses } from './finish-report.ts'
import { formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { removeListsAmong } from './kept-lists.ts'
import type { LocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { writeCsv } from './write-csv.ts'

/** What is to be left when a run has ended. */
export interface WantedOutcome {
  readonly csv: {
    /** As it was typed. */
    readonly text: string
    readonly target: CsvTarget
    readonly options: CsvOptions
  } | null
  readonly json: boolean
  readonly quiet: boolean
}

/** Tells how a run ended, writes its CSV, prints its summary. @returns the exit code that says the same */
export async function leaveOutcome(
  local: LocalEngine,
  last: RunProgress,
  wanted: WantedOutcome,
  interruption: Interruption,
): Promise<ExitCode> {
  if (!wanted.quiet) {
    const { causes } =
      last.run.counts.failed === 0
        ? { causes: [] }
        : await local.client.runs.causes({ runId: last.run.id, limit: namedCauses })
    for (const line of finishReport(last, causes)) tell(line)
  }
  if (last.run.error !== null) complain(last.run.error.message)
  await removeLists(local, last.run)
  const exported = await exportResults(local, last.run, wanted, interruption)
  if (wanted.json) await print(`${JSON.stringify(summaryOf(last))}\n`)
  return exported === 'written' ? exitCodeOf(last.run) : exitCodes[exported]
}

/** Removes the lists that came through standard input and that the run no longer needs. */
async function removeLists({ engine }: LocalEngine, run: RunSummary): Promise<void> {
  if (!run.enumerated || !isEndState(run.state)) return
  // The summary has only the first of many inputs.
  const job = await engine.store.getJob(run.id)
  if (job !== null) await removeListsAmong(engine.info.dataDirectory, job.inputs)
}

/** What `--json` prints of a run: its summary and how long it was at work, in milliseconds. */
export function summaryOf({ run, elapsed }: RunProgress): RunSummary & { readonly elapsed: number } {
  return { ...run, elapsed: Math.round(elapsed) }
}

/**
 * Writes the CSV, if there is to be one. Says what went wrong and how to do it again. The Ctrl-C that ended
 * the run does not end this: what was done is to be in the file.
 */
async function exportResults(
  local: LocalEngine,
  run: RunSummary,
  { csv, quiet }: WantedOutcome,
  interruption: Interruption,
): Promise<'written' | 'couldNotStart' | 'cancelled'> {
  if (csv === null) return 'written'
  const signal = interruption.signal.aborted ? new AbortController().signal : interruption.signal
  try {
    const rows = await writeCsv(local, run.id, csv.options, csv.target, signal)
    if (csv.target.kind !== 'stdout' && rows !== null && !quiet) {
      tell(`Results: ${formatCounted(rows, 'row')} in ${csv.text}`)
    }
    return 'written'
  } catch (error) {
    complain(signal.aborted ? 'the CSV was not written.' : describeFailure(error).message)
    complain(`the results are kept; to write them again: batchyard export ${run.id} --csv FILE`)
    return signal.aborted ? 'cancelled' : 'couldNotStart'
  }
}

function exitCodeOf(run: RunSummary): ExitCode {
  switch (run.state) {
    case 'finished':
      return run.counts.failed === 0 ? exitCodes.succeeded : exitCodes.itemsFailed
    case 'stopped':
      return exitCodes.stopped
    case 'cancelled':
      return run.stopReason === null || run.stopReason.kind === 'user'
        ? exitCodes.cancelled
        : exitCodes.stopped
    case 'failed':
    case 'interrupted':
    case 'queued':
    case 'running':
    case 'paused':
      return exitCodes.couldNotStart
  }
}
