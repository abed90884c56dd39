import { expect, test } from 'vitest'
import { executionSchema } from '../../../../shared/model/job.ts'
import { freshSettings, settingsOf } from '../../stores/job-settings.ts'
import { readExecution } from './read-execution.ts'

test('fresh settings ask for nothing beyond the defaults', () => {
  const { execution, problems, rules } = readExecution(freshSettings())
  expect(executionSchema.parse(execution)).toEqual(executionSchema.parse({}))
  expect({ problems, rules }).toEqual({ problems: [], rules: 0 })
})

test.each([
  { timeout: 90_000, retries: 3, stopRule: { kind: 'failures', count: 5, then: 'cancel' }, skipDone: true },
  { timeout: { timesMedian: 2.5 }, stopRule: { kind: 'percent', percent: 7.5 } },
  { mode: 'imap', chunkSize: 12, workers: 4 },
])('what a job was made with is read back: %j', (input) => {
  const execution = executionSchema.parse(input)
  const settings = settingsOf({ task: { type: 'checksum', parameters: {} }, execution, origin: 'own' })
  expect(executionSchema.parse(readExecution(settings).execution)).toEqual(execution)
})

test('only fields that count are read, and those that are wrong are named', () => {
  const settings = { ...freshSettings(), stopPercent: 'many', timeoutSeconds: '-1', retries: '21' }
  expect(readExecution(settings).problems).toEqual(['retries'])
  expect(readExecution({ ...settings, stop: 'percent', timeout: 'fixed' }).problems).toEqual([
    'retries',
    'timeoutSeconds',
    'stopPercent',
  ])
})
