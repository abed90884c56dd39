import { isEndState, type RunId, type RunProgress } from '../../../shared/model/run.ts'
import { describeFailure, failureCode } from './failure.ts'
import type { Interruption } from './interruption.ts'
import type { Client } from './local-engine.ts'
import { complain } from './output.ts'
import { ProgressReader } from './progress-reader.ts'
import { createProgressReporter, silentReporter, type ProgressReporter } from './progress-reporter.ts'

/** A run that this command carries out, and what shows it. */
export interface FollowedRun {
  readonly client: Client
  readonly reporter: ProgressReporter
  readonly interruption: Interruption
  /** Starts, resumes or retries the run; from then on it is at work in this process. */
  readonly begin: () => Promise<RunId>
  /** What is said when it has begun, as in `Run 3 started: Checksum.` */
  readonly announce: (runId: RunId) => string
}

/** The reporter for standard error, or one that tells nothing. */
export function reporterFor({ quiet }: { readonly quiet: boolean }): ProgressReporter {
  if (quiet) return silentReporter
  const reporter = createProgressReporter(process.stderr, {
    environment: process.env,
    platform: process.platform,
    now: () => performance.now(),
  })
  // However the process ends, the terminal gets its cursor back.
  process.once('exit', () => reporter.clear())
  return reporter
}

/**
 * Begins the run and follows it until nothing of it is at work any more. Ctrl-C cancels it. Where a run from
 * the queue is begun by another process, it is followed there.
 */
export async function followRun(followed: FollowedRun): Promise<RunProgress> {
  const { client, reporter, interruption, begin, announce } = followed
  const watching = new AbortController()
  const events = await client.runs.watch(undefined, { signal: watching.signal })
  try {
    // The snapshot: from here on nothing of what this run tells is missed.
    await events.next()
    const runId = await begin()
    reporter.start(announce(runId))
    const cancelling = cancelWhenInterrupted(client, runId, interruption.signal)
    const told = new ProgressReader(client, events, runId)
    for (;;) {
      const progress = await told.next()
      if (isEndState(progress.run.state)) {
        await cancelling.settled()
        return progress
      }
      reporter.update(progress)
    }
  } finally {
    watching.abort()
    reporter.clear()
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
