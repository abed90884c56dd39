import type { JobInput } from '../../../../shared/model/job.ts'
import {
  maximumChunkSize,
  maximumRetries,
  maximumTimeout,
  maximumWorkers,
} from '../../../../shared/model/limits.ts'
import { readWholeNumber } from '../../format/whole-number.ts'
import type { JobSettings } from '../../stores/job-settings.ts'

type ExecutionInput = NonNullable<JobInput['execution']>

/** The settings that are typed and may be wrong. */
export type ExecutionField =
  'chunkSize' | 'workers' | 'timeoutSeconds' | 'timesMedian' | 'retries' | 'stopCount' | 'stopPercent'

/** What a field may hold. */
export interface NumberRange {
  readonly least: number
  readonly most: number
  readonly whole: boolean
}

/** What each field may hold. An empty `workers` is one for each processor. */
export const executionRanges: Readonly<Record<ExecutionField, NumberRange>> = {
  chunkSize: { least: 1, most: maximumChunkSize, whole: true },
  workers: { least: 1, most: maximumWorkers, whole: true },
  timeoutSeconds: { least: 0.001, most: maximumTimeout / 1000, whole: false },
  timesMedian: { least: 1, most: 1_000_000, whole: false },
  retries: { least: 0, most: maximumRetries, whole: true },
  stopCount: { least: 1, most: 999_999_999, whole: true },
  stopPercent: { least: 0.1, most: 100, whole: false },
}

/** How the settings say that a job is carried out, and the fields that say nothing usable. */
export interface ReadExecution {
  readonly execution: ExecutionInput
  readonly problems: readonly ExecutionField[]
  /** How many limits and rules are set beside order, chunk size and workers. */
  readonly rules: number
}

/** Reads the settings. A field that counts for nothing, such as the percentage of a rule not chosen, is not read. */
export function readExecution(settings: JobSettings): ReadExecution {
  const problems: ExecutionField[] = []
  function read(field: ExecutionField): number {
    const { least, most, whole } = executionRanges[field]
    const value = whole
      ? readWholeNumber(settings[field], least, most)
      : readNumber(settings[field], least, most)
    if (value === null) problems.push(field)
    return value ?? least
  }
  const retries = read('retries')
  const execution: ExecutionInput = {
    mode: settings.mode,
    chunkSize: settings.chunking === 'auto' ? 'auto' : read('chunkSize'),
    ...(settings.workers.trim() === '' ? {} : { workers: read('workers') }),
    retries,
    skipDone: settings.skipDone,
    timeout: timeoutOf(settings, read),
    stopRule: stopRuleOf(settings, read),
  }
  const rules = [settings.timeout !== 'never', retries > 0, settings.stop !== 'never', settings.skipDone]
  return { execution, problems, rules: rules.filter(Boolean).length }
}

function timeoutOf(
  { timeout }: JobSettings,
  read: (field: ExecutionField) => number,
): NonNullable<ExecutionInput['timeout']> | null {
  switch (timeout) {
    case 'never':
      return null
    case 'fixed':
      return Math.round(read('timeoutSeconds') * 1000)
    case 'median':
      return { timesMedian: read('timesMedian') }
  }
}

function stopRuleOf(
  { stop, stopThen }: JobSettings,
  read: (field: ExecutionField) => number,
): NonNullable<ExecutionInput['stopRule']> {
  switch (stop) {
    case 'never':
      return { kind: 'never' }
    case 'failures':
      return { kind: 'failures', count: read('stopCount'), then: stopThen }
    case 'percent':
      return { kind: 'percent', percent: read('stopPercent'), then: stopThen }
  }
}

function readNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,9}(?:[.,]\d{1,6})?$/u.test(text.trim())) return null
  const value = Number(text.trim().replace(',', '.'))
  return value >= least && value <= most ? value : null
}
