import { cappedBytes } from '../../../shared/model/bytes.ts'
import { emptyLog, logText } from '../../../shared/model/log.ts'
import type { ChosenExecution } from '../../../shared/model/job.ts'
import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import type { Cell } from '../../../shared/model/result.ts'
import type { ErrorDescription } from '../../../shared/model/run.ts'
import type { LogRecord, ResultRecord, StoredItem } from '../store/records.ts'
import type { Committer } from './committer.ts'
import type { Entry } from './entry.ts'
import type { SuccessfulTry } from './outcome.ts'
import { Sequencer, type Blockage } from './sequencer.ts'
import { StopWatcher, type Verdict } from './stop-rule.ts'
import type { TimeLeft } from './time-left.ts'
import { TimeLimit } from './time-limit.ts'

/** When and by whom a try was made, as the pool tells it. */
export interface TryTimes {
  readonly startedAt: number
  readonly duration: number
  readonly worker: number
}

/** A final outcome on its way to the database. */
interface Final {
  readonly result: ResultRecord
  readonly log: LogRecord | null
}

/**
 * Takes down how items end: in the order of the input where that is wanted, counted for the stop rule, and
 * learnt from for the time limit and the time left.
 */
export class Recorder {
  readonly #committer: Committer
  readonly #sequencer: Sequencer<StoredItem, Final> | null
  readonly #stopWatcher: StopWatcher
  readonly #timeLimit: TimeLimit
  readonly #timeLeft: TimeLeft
  readonly #onVerdict: (verdict: Verdict) => void

  constructor(
    committer: Committer,
    execution: ChosenExecution,
    timeLeft: TimeLeft,
    onVerdict: (verdict: Verdict) => void,
  ) {
    this.#committer = committer
    this.#sequencer = execution.mode === 'imap' ? new Sequencer((final) => this.#write(final)) : null
    this.#stopWatcher = new StopWatcher(execution.stopRule)
    this.#timeLimit = new TimeLimit(execution.timeout)
    this.#timeLeft = timeLeft
    this.#onVerdict = onVerdict
  }

  /** How long a try may take at present, in milliseconds; null for as long as it likes. */
  get timeLimit(): number | null {
    return this.#timeLimit.current
  }

  /** Items whose place in the order is not filled yet. 0 where there is no order to keep. */
  get openPlaces(): number {
    return this.#sequencer?.open ?? 0
  }

  get blockage(): Blockage<StoredItem> | null {
    return this.#sequencer?.blockage ?? null
  }

  /** The next item of the input. Its outcome may have come before. */
  expect(item: StoredItem): void {
    this.#sequencer?.expect(item)
  }

  /** A call that went well took so many milliseconds. */
  learn(duration: number): void {
    this.#timeLimit.learn(duration)
  }

  /** @param together how many items the call was for */
  succeed(entry: Entry, times: TryTimes, outcome: SuccessfulTry, together: number): void {
    this.#timeLeft.learn(entry.item.size ?? 0, times.duration / together)
    this.#end(entry, times, succeededWith(outcome))
  }

  /** The item was done by a try whose answer was lost. */
  recognise(entry: Entry, values: readonly Cell[], made: MadeOutput): void {
    // Whether the file was as it was found, nobody can tell any more.
    this.#end(entry, noTime(), succeededWith({ values, isAsFound: false, made }))
  }

  /** The item fails by its plan, before anybody has worked on it. */
  refuse(entry: Entry, { code, message }: ErrorDescription): void {
    this.#end(entry, noTime(), { status: 'failed', error: { code, message } })
  }

  /** @param together how many items the call was for */
  fail(entry: Entry, times: TryTimes, error: ErrorDescription, together: number): void {
    this.#timeLeft.learn(entry.item.size ?? 0, times.duration / together)
    this.#end(entry, times, { status: 'failed', error })
  }

  /** The item is left out, by its user or by its plan. */
  skip(entry: Entry): void {
    // The try that was due was never made.
    const made = { ...entry, attempt: entry.attempt - 1 }
    this.#end(made, noTime(), { status: 'skipped' })
  }

  /** A try that failed and is not the last one. */
  retry(entry: Entry, times: TryTimes, error: ErrorDescription): void {
    this.tryAlone(entry, times, error)
    entry.retries += 1
  }

  /** As `retry`, for a try that failed with all of its group: it is none of those that an item may have. */
  tryAlone(entry: Entry, times: TryTimes, error: ErrorDescription): void {
    const log = logOf(entry)
    if (log !== null) this.#committer.addLog(log)
    const { seq, path } = entry.item
    this.#committer.addAttempt({ seq, path, attempt: entry.attempt, ...timesOf(times), error })
    entry.attempt += 1
    entry.log = emptyLog
  }

  /** Writes down what waited for its turn in vain. */
  releaseAll(): void {
    this.#sequencer?.releaseAll()
  }

  #end(entry: Entry, times: TryTimes, outcome: ResultRecord['outcome']): void {
    const { seq, path, size } = entry.item
    const bytes = cappedBytes(size ?? 0)
    const result = { seq, path, attempt: entry.attempt, bytes, ...timesOf(times), outcome }
    const final = { result, log: logOf(entry) }
    if (this.#sequencer === null) this.#write(final)
    else this.#sequencer.give(seq, final)
    if (outcome.status === 'skipped') return
    const verdict = this.#stopWatcher.count(outcome.status === 'failed')
    if (verdict !== null) this.#onVerdict(verdict)
  }

  #write({ result, log }: Final): void {
    if (log !== null) this.#committer.addLog(log)
    this.#committer.addResult(result)
  }
}

function succeededWith({ values, isAsFound, made }: Omit<SuccessfulTry, 'status'>): ResultRecord['outcome'] {
  return { status: 'succeeded', values, isAsFound, ...(made === null ? {} : { made }) }
}

/** The times of an outcome that needed no worker. */
function noTime(): TryTimes {
  return { startedAt: Date.now(), duration: 0, worker: 0 }
}

function timesOf({ startedAt, duration, worker }: TryTimes): TryTimes {
  return { startedAt, duration, worker }
}

function logOf({ item, attempt, log }: Entry): LogRecord | null {
  return log === emptyLog ? null : { seq: item.seq, attempt, ...logText(log) }
}
