import type { RunId, RunProgress } from '../../../shared/model/run.ts'
import { refuseProtectedTarget } from '../../engine/exports/protected-files.ts'
import { findCsvTarget, refuseInputAsTarget, type CsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { describeFailure, failureCode } from './failure.ts'
import { finishReport, namedFailures } from './finish-report.ts'
import { formatCounted } from './formats.ts'
import { openPathList, resolveInputs, type PathList } from './inputs.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client, type LocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { createProgressReporter, silentReporter, type ProgressReporter } from './progress-reporter.ts'
import { parseRunRequest, type RawRunOptions, type RunRequest } from './run-request.ts'
import { writeCsv } from './write-csv.ts'

/** What a running command can be told and can tell. */
interface RunContext {
  readonly request: RunRequest
  readonly local: LocalEngine
  readonly reporter: ProgressReporter
  readonly interruption: Interruption
}

/** `batchyard run`: starts a run, shows it, and leaves its results where they were asked for. */
export async function run(
  more: readonly string[],
  raw: RawRunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const request = parseRunRequest(more, raw)
  const target = request.csv === null ? null : await findCsvTarget(request.csv.target)
  const reporter = request.quiet ? silentReporter : reporterForStandardError()
  const list = await openListUnlessInterrupted(request, interruption)
  if (list === 'interrupted') return exitCodes.cancelled
  try {
    return await withLocalEngine(chooseDataDirectory(request.dataDirectory), async (local) => {
      const context = { request, local, reporter, interruption }
      return await startAndFinish(context, list, target)
    })
  } finally {
    reporter.clear()
    await list?.remove()
  }
}

function reporterForStandardError(): ProgressReporter {
  const reporter = createProgressReporter(process.stderr, {
    environment: process.env,
    platform: process.platform,
    now: () => performance.now(),
  })
  // However the process ends, the terminal gets its cursor back.
  process.once('exit', () => reporter.clear())
  return reporter
}

async function openListUnlessInterrupted(
  request: RunRequest,
  interruption: Interruption,
): Promise<PathList | null | 'interrupted'> {
  try {
    return await openPathList(request.inputs, process.cwd(), process.stdin, interruption.signal)
  } catch (error) {
    if (interruption.signal.aborted) return 'interrupted'
    throw error
  }
}

async function startAndFinish(
  context: RunContext,
  list: PathList | null,
  target: CsvTarget | null,
): Promise<ExitCode> {
  const { request, local, interruption } = context
  const inputs = await resolveInputs(local.client, request.inputs.texts, process.cwd())
  if (list !== null) inputs.push(list.source)
  if (target !== null) {
    const files = inputs.flatMap((input) => (input.kind === 'glob' ? [] : [input.path]))
    await refuseInputAsTarget(target, files)
    if (target.kind === 'file') await refuseProtectedTarget(target.path, local.engine.info.dataDirectory)
  }
  if (interruption.signal.aborted) return exitCodes.cancelled

  const last = await runToItsEnd(context, {
    ...(request.name === null ? {} : { name: request.name }),
    inputs,
    task: request.task,
    ...(request.execution === undefined ? {} : { execution: request.execution }),
  })
  context.reporter.clear()
  await report(context, last)
  const exported = await exportResults(context, last, target)
  if (request.json) await print(`${JSON.stringify({ ...last.run, elapsed: Math.round(last.elapsed) })}\n`)
  return exported === 'written' ? exitCodeOf(last) : exitCodes[exported]
}

/** Starts the run and follows it until nothing of it is at work any more. */
async function runToItsEnd(
  { request, local, reporter, interruption }: RunContext,
  job: Parameters<Client['runs']['start']>[0],
): Promise<RunProgress> {
  const { client } = local
  const events = await client.runs.watch()
  try {
    // The snapshot: from here on nothing of what this run tells is missed.
    await events.next()
    const { runId } = await client.runs.start(job)
    reporter.start(runId, request.taskTitle)
    const cancelling = cancelWhenInterrupted(client, runId, interruption.signal)
    for await (const event of events) {
      if (event.type !== 'progress' || event.progress.run.id !== runId) continue
      if (event.progress.run.state !== 'running') {
        await cancelling.settled()
        return event.progress
      }
      reporter.update(event.progress)
    }
    return await client.runs.get({ runId })
  } finally {
    await events.return()
  }
}

/** Cancels the run as soon as the user asks the command to end. */
function cancelWhenInterrupted(
  client: Client,
  runId: RunId,
  signal: AbortSignal,
): { settled(): Promise<void> } {
  let cancelling: Promise<void> = Promise.resolve()
  function cancel(): void {
    cancelling = client.runs.cancel({ runId }).then(
      () => undefined,
      (error: unknown) => {
        // It had ended just before: there was nothing left to cancel.
        if (failureCode(error) !== 'RUN_NOT_ACTIVE') complain(describeFailure(error).message)
      },
    )
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  return {
    async settled() {
      signal.removeEventListener('abort', cancel)
      await cancelling
    },
  }
}

async function report({ request, local }: RunContext, last: RunProgress): Promise<void> {
  if (!request.quiet) {
    const failures =
      last.run.counts.failed === 0
        ? []
        : (await local.client.runs.results({ runId: last.run.id, status: 'failed', limit: namedFailures }))
            .rows
    for (const line of finishReport(last, failures)) tell(line)
  }
  if (last.run.error !== null) complain(last.run.error.message)
}

/**
 * Writes the CSV, if there is to be one. Says what went wrong and how to do it again. The Ctrl-C that ended
 * the run does not end this: what was done is to be in the file.
 */
async function exportResults(
  { request, local, interruption }: RunContext,
  { run }: RunProgress,
  target: CsvTarget | null,
): Promise<'written' | 'couldNotStart' | 'cancelled'> {
  if (request.csv === null || target === null) return 'written'
  const signal = interruption.signal.aborted ? new AbortController().signal : interruption.signal
  try {
    const rows = await writeCsv(local, run.id, request.csv.options, target, signal)
    if (target.kind !== 'stdout' && rows !== null && !request.quiet) {
      tell(`Results: ${formatCounted(rows, 'row')} in ${request.csv.target}`)
    }
    return 'written'
  } catch (error) {
    complain(signal.aborted ? 'the CSV was not written.' : describeFailure(error).message)
    complain(`the results are kept; to write them again: batchyard export ${run.id} --csv FILE`)
    return signal.aborted ? 'cancelled' : 'couldNotStart'
  }
}

function exitCodeOf({ run }: RunProgress): ExitCode {
  switch (run.state) {
    case 'finished':
      return run.counts.failed === 0 ? exitCodes.succeeded : exitCodes.itemsFailed
    case 'cancelled':
      return exitCodes.cancelled
    case 'failed':
    case 'interrupted':
    case 'running':
      return exitCodes.couldNotStart
  }
}
