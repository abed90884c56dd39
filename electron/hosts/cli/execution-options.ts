import { Option, type Command } from 'commander'
import {
  executionSchema,
  maximumChunkSize,
  maximumRetries,
  maximumWorkers,
  modeSchema,
} from '../../../shared/model/job.ts'
import type { JobInput } from '../../../shared/model/job.ts'
import { maximumTimeout } from '../../../shared/model/limits.ts'
import { wrongUsage } from './failure.ts'
import { momentForms, parseDuration, parseMoment } from './time-text.ts'

/** The options that say how a run is carried out, as commander hands them over. Those not given are not there. */
export interface RawExecutionOptions {
  readonly mode?: string
  readonly chunkSize?: string
  readonly workers?: string
  readonly retries?: string
  readonly timeout?: string
  readonly stopAfterFailures?: string
  readonly stopBy?: string
  readonly skipDone?: true
}

/** The options that say when a run begins, as commander hands them over. */
export interface RawStartOptions {
  readonly queue?: true
  readonly startAt?: string
}

/** How a run is carried out: only what was given, so that a preset can say the rest. */
export type GivenExecution = NonNullable<JobInput['execution']>

/** When a run begins. */
export interface StartTime {
  readonly queue?: true
  /** ISO 8601, UTC. */
  readonly notBefore?: string
}

/** Adds the options that say how a run is carried out. */
export function addExecutionOptions(command: Command): Command {
  return command
    .option(
      '--mode <mode>',
      'the order of results: imap (input order) or imap-unordered (as they come; default)',
    )
    .option(
      '--chunk-size <n>',
      `files handed to a worker at a time: auto (default), or 1 to ${maximumChunkSize}`,
    )
    .option(
      '--workers <n>',
      `files worked on at once, 1 to ${maximumWorkers} (default: one for each processor)`,
    )
    .option(
      '--retries <n>',
      `how often a file is tried again after an error that may pass, 0 to ${maximumRetries} (default: 0)`,
    )
    .option(
      '--timeout <time>',
      'end a try that takes longer: 90 (seconds), 500ms, 5min, or 3x for three times the median (default: never)',
    )
    .option(
      '--stop-after-failures <n>',
      'end the run after n failed files, or as soon as n% of the finished files have failed',
    )
    .addOption(new Option('--stop-by <how>', 'what --stop-after-failures does: drain (default) or cancel'))
    .option(
      '--skip-done',
      'leave out files that an earlier run has done in the same way, unless they changed',
    )
}

/** Adds the options that say when a run begins. */
export function addStartOptions(command: Command): Command {
  return command
    .option('--queue', 'wait until the runs that were started before have ended')
    .option('--start-at <time>', `begin then: ${momentForms}`)
}

/** @throws CommandFailure wrong usage, naming the option and what it takes */
export function parseExecution(raw: RawExecutionOptions): GivenExecution {
  return {
    ...(raw.mode === undefined ? {} : { mode: parseMode(raw.mode) }),
    ...(raw.chunkSize === undefined ? {} : { chunkSize: parseChunkSize(raw.chunkSize) }),
    ...(raw.workers === undefined ? {} : { workers: parseWorkers(raw.workers) }),
    ...(raw.retries === undefined ? {} : { retries: parseRetries(raw.retries) }),
    ...(raw.timeout === undefined ? {} : { timeout: parseTimeout(raw.timeout) }),
    ...parseStopRule(raw),
    ...(raw.skipDone === undefined ? {} : { skipDone: true }),
  }
}

/** @throws CommandFailure wrong usage: the moment cannot be read, or has passed */
export function parseStart(raw: RawStartOptions, now: Date): StartTime {
  const queue = raw.queue === true ? { queue: true as const } : {}
  if (raw.startAt === undefined) return queue
  const moment = parseMoment(raw.startAt, now)
  if (moment === null) throw wrongUsage(`--start-at ${raw.startAt}: expected ${momentForms}.`)
  if (moment < now) throw wrongUsage(`--start-at ${raw.startAt}: this moment has passed.`)
  return { ...queue, notBefore: moment.toISOString() }
}

function parseMode(text: string): GivenExecution['mode'] {
  const mode = modeSchema.safeParse(text)
  if (mode.success) return mode.data
  throw wrongUsage(`--mode ${text}: expected one of ${modeSchema.options.join(', ')}.`)
}

function parseChunkSize(text: string): GivenExecution['chunkSize'] {
  const chunkSize = executionSchema.shape.chunkSize.safeParse(wholeNumberOr(text))
  if (chunkSize.success) return chunkSize.data
  throw wrongUsage(`--chunk-size ${text}: expected auto or a whole number from 1 to ${maximumChunkSize}.`)
}

function parseWorkers(text: string): number {
  const workers = wholeNumberOr(text)
  if (typeof workers === 'number' && workers >= 1 && workers <= maximumWorkers) return workers
  throw wrongUsage(`--workers ${text}: expected a whole number from 1 to ${maximumWorkers}.`)
}

function parseRetries(text: string): number {
  const retries = wholeNumberOr(text)
  if (typeof retries === 'number' && retries <= maximumRetries) return retries
  throw wrongUsage(`--retries ${text}: expected a whole number from 0 to ${maximumRetries}.`)
}

function parseTimeout(text: string): GivenExecution['timeout'] {
  const times = /^(\d+(?:\.\d+)?)x$/u.exec(text)?.[1]
  const timeout =
    times === undefined
      ? parseDuration(text)
      : executionSchema.shape.timeout.safeParse({ timesMedian: Number(times) }).data
  if (timeout === null || timeout === undefined || timeout === 0) {
    throw wrongUsage(
      `--timeout ${text}: expected a time, as in 90 (seconds), 500ms, 5min or 1h, or a multiple of the median ` +
        `of at least 1, as in 3x.`,
    )
  }
  if (typeof timeout === 'number' && timeout > maximumTimeout) {
    throw wrongUsage(`--timeout ${text}: at most ${maximumTimeout / 86_400_000} days.`)
  }
  return timeout
}

function parseStopRule(raw: RawExecutionOptions): Pick<GivenExecution, 'stopRule'> {
  const { stopAfterFailures: text, stopBy: then = 'drain' } = raw
  if (then !== 'drain' && then !== 'cancel') {
    throw wrongUsage(`--stop-by ${then}: expected drain or cancel.`)
  }
  if (text === undefined) {
    if (raw.stopBy === undefined) return {}
    throw wrongUsage('--stop-by says what --stop-after-failures does, which is missing.')
  }
  const percent = /^(\d+(?:\.\d+)?)\s*%$/u.exec(text)?.[1]
  if (percent !== undefined && Number(percent) > 0 && Number(percent) <= 100) {
    return { stopRule: { kind: 'percent', percent: Number(percent), then } }
  }
  if (/^[1-9]\d{0,8}$/u.test(text)) return { stopRule: { kind: 'failures', count: Number(text), then } }
  throw wrongUsage(
    `--stop-after-failures ${text}: expected a whole number from 1, as in 100, or a share, as in 5%.`,
  )
}

/** The number that the text is, if it is written as a plain whole number. */
function wholeNumberOr(text: string): number | string {
  return /^\d{1,15}$/u.test(text) ? Number(text) : text
}
