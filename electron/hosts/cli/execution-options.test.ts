import { describe, expect, it } from 'vitest'
import { jobSchema } from '../../../shared/model/job.ts'
import { parseExecution, parseStart, type RawExecutionOptions } from './execution-options.ts'

describe('the options of how a run is carried out', () => {
  it.each<[RawExecutionOptions, object]>([
    [{}, {}],
    [
      { mode: 'imap', chunkSize: 'auto', workers: '3' },
      { mode: 'imap', chunkSize: 'auto', workers: 3 },
    ],
    [{ chunkSize: '50' }, { chunkSize: 50 }],
    [{ retries: '0' }, { retries: 0 }],
    [
      { retries: '20', skipDone: true },
      { retries: 20, skipDone: true },
    ],
    [{ timeout: '90' }, { timeout: 90_000 }],
    [{ timeout: '500ms' }, { timeout: 500 }],
    [{ timeout: '2.5x' }, { timeout: { timesMedian: 2.5 } }],
    [{ stopAfterFailures: '100' }, { stopRule: { kind: 'failures', count: 100, then: 'drain' } }],
    [
      { stopAfterFailures: '5%', stopBy: 'cancel' },
      { stopRule: { kind: 'percent', percent: 5, then: 'cancel' } },
    ],
  ])('%o', (raw, execution) => {
    expect(parseExecution(raw)).toEqual(execution)
    const job = jobSchema.safeParse({
      inputs: [{ kind: 'path', path: '/a' }],
      task: { type: 'checksum' },
      execution,
    })
    expect(job.success).toBe(true)
  })

  it.each<[RawExecutionOptions, string]>([
    [{ mode: 'fast' }, '--mode fast: expected one of imap, imap-unordered.'],
    [{ chunkSize: '0' }, '--chunk-size 0: expected auto or a whole number from 1 to 100000.'],
    [{ workers: '1e2' }, '--workers 1e2: expected a whole number from 1 to 256.'],
    [{ retries: '21' }, '--retries 21: expected a whole number from 0 to 20.'],
    [{ retries: 'many' }, '--retries many: expected a whole number from 0 to 20.'],
    [{ timeout: '0' }, '--timeout 0: expected a time'],
    [{ timeout: 'never' }, '--timeout never: expected a time'],
    [{ timeout: '0.5x' }, '--timeout 0.5x: expected a time'],
    [{ timeout: '8d' }, '--timeout 8d: at most 7 days.'],
    [{ stopAfterFailures: '0' }, '--stop-after-failures 0: expected'],
    [{ stopAfterFailures: '101%' }, '--stop-after-failures 101%: expected'],
    [{ stopAfterFailures: '5', stopBy: 'force' }, '--stop-by force: expected drain or cancel.'],
    [{ stopBy: 'drain' }, '--stop-by says what --stop-after-failures does, which is missing.'],
  ])('%o is refused', (raw, message) => {
    expect(() => parseExecution(raw)).toThrow(message)
  })
})

describe('the options of when a run begins', () => {
  const now = new Date('2026-11-24T12:30:00Z')

  it('are taken', () => {
    expect(parseStart({}, now)).toEqual({})
    expect(parseStart({ queue: true, startAt: '+1h' }, now)).toEqual({
      queue: true,
      notBefore: '2026-11-24T13:30:00.000Z',
    })
  })

  it('are refused', () => {
    expect(() => parseStart({ startAt: 'soon' }, now)).toThrow('--start-at soon: expected 22:30,')
    expect(() => parseStart({ startAt: '2026-11-24T12:29:00Z' }, now)).toThrow('this moment has passed')
  })
})
