import type { Job, Mode, Origin, Task } from '../../../shared/model/job.ts'

/** The settings that the next job starts with, as text where a person types them. */
export interface JobSettings {
  taskType: string
  parameters: Task['parameters']
  /** Whose the task is. That of another stays so through every change of its parameters. */
  origin: Origin
  mode: Mode
  chunking: 'auto' | 'fixed'
  /** The number in a fixed chunk, as typed. */
  chunkSize: string
  /** As typed; empty for one for each processor. */
  workers: string
  timeout: 'never' | 'fixed' | 'median'
  /** Seconds, as typed. */
  timeoutSeconds: string
  /** How many times the median, as typed. */
  timesMedian: string
  /** As typed. */
  retries: string
  stop: 'never' | 'failures' | 'percent'
  /** Failed files, as typed. */
  stopCount: string
  /** Failed files in a hundred, as typed. */
  stopPercent: string
  stopThen: 'drain' | 'cancel'
  skipDone: boolean
}

/** Settings that are typed, or chosen from a few, and how they are remembered. */
const choices = {
  origin: ['own', 'imported'],
  mode: ['imap', 'imap-unordered'],
  chunking: ['auto', 'fixed'],
  timeout: ['never', 'fixed', 'median'],
  stop: ['never', 'failures', 'percent'],
  stopThen: ['drain', 'cancel'],
} as const
const texts = [
  'taskType',
  'chunkSize',
  'workers',
  'timeoutSeconds',
  'timesMedian',
  'retries',
  'stopCount',
  'stopPercent',
] as const

/** What a first job starts with. */
export function freshSettings(): JobSettings {
  return {
    taskType: 'checksum',
    parameters: {},
    origin: 'own',
    mode: 'imap-unordered',
    chunking: 'auto',
    chunkSize: '100',
    workers: '',
    timeout: 'never',
    timeoutSeconds: '60',
    timesMedian: '5',
    retries: '0',
    stop: 'never',
    stopCount: '10',
    stopPercent: '10',
    stopThen: 'drain',
    skipDone: false,
  }
}

/** The settings that a job was made with, so that it can be changed and started again. */
export function settingsOf({
  task,
  execution,
  origin,
}: Pick<Job, 'task' | 'execution' | 'origin'>): JobSettings {
  const { timeout, stopRule } = execution
  const fresh = freshSettings()
  return {
    taskType: task.type,
    parameters: task.parameters,
    origin,
    mode: execution.mode,
    chunking: execution.chunkSize === 'auto' ? 'auto' : 'fixed',
    chunkSize: execution.chunkSize === 'auto' ? fresh.chunkSize : String(execution.chunkSize),
    workers: execution.workers === undefined ? '' : String(execution.workers),
    timeout: timeout === null ? 'never' : typeof timeout === 'number' ? 'fixed' : 'median',
    timeoutSeconds: typeof timeout === 'number' ? String(timeout / 1000) : fresh.timeoutSeconds,
    timesMedian:
      timeout !== null && typeof timeout === 'object' ? String(timeout.timesMedian) : fresh.timesMedian,
    retries: String(execution.retries),
    stop: stopRule.kind,
    stopCount: stopRule.kind === 'failures' ? String(stopRule.count) : fresh.stopCount,
    stopPercent: stopRule.kind === 'percent' ? String(stopRule.percent) : fresh.stopPercent,
    stopThen: stopRule.kind === 'never' ? fresh.stopThen : stopRule.then,
    skipDone: execution.skipDone,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads remembered settings. What is missing or not understood is as in a first job. */
export function readSettings(text: string): JobSettings {
  const fresh = freshSettings()
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch {
    return fresh
  }
  if (!isRecord(stored)) return fresh
  return {
    ...fresh,
    ...Object.fromEntries(texts.map((name) => [name, textOf(stored[name], fresh[name])])),
    origin: choiceOf(choices.origin, stored['origin'], fresh.origin),
    mode: choiceOf(choices.mode, stored['mode'], fresh.mode),
    chunking: choiceOf(choices.chunking, stored['chunking'], fresh.chunking),
    timeout: choiceOf(choices.timeout, stored['timeout'], fresh.timeout),
    stop: choiceOf(choices.stop, stored['stop'], fresh.stop),
    stopThen: choiceOf(choices.stopThen, stored['stopThen'], fresh.stopThen),
    skipDone: stored['skipDone'] === true,
    parameters: isParameters(stored['parameters']) ? stored['parameters'] : {},
  }
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function choiceOf<Choice extends string>(
  known: readonly Choice[],
  value: unknown,
  otherwise: Choice,
): Choice {
  return known.find((each) => each === value) ?? otherwise
}

/** What was read as JSON is plain data; the form looks whether each value fits. */
function isParameters(value: unknown): value is Task['parameters'] {
  return isRecord(value)
}
