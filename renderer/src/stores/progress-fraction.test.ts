import { describe, expect, it } from 'vitest'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import {
  nothingLeftOut,
  type RunCounts,
  type RunProgress,
  type RunSummary,
} from '../../../shared/model/run.ts'
import { progressFraction, wholePercent } from './progress-fraction.ts'

const noCounts: RunCounts = {
  ...{ total: 0, succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0, remaining: 0, retrying: 0 },
}

function progress(run: Partial<RunSummary>, bytesInHand = 0): RunProgress {
  return {
    run: {
      id: 1,
      name: 'photos',
      state: 'running',
      task: { type: 'checksum', parameters: {} },
      execution: chosenExecutionSchema.parse({ workers: 1 }),
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T12:00:00Z',
      finishedAt: null,
      enumerated: true,
      counts: { ...noCounts, total: 10, succeeded: 0, failed: 0, remaining: 10 },
      bytesTotal: 1_000_000,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      ...{ pause: null, stopReason: null, notBefore: null, sessions: 1, timeSpent: 0, outputs: null },
      ...run,
    },
    elapsed: 0,
    itemsPerSecond: null,
    bytesPerSecond: null,
    remaining: null,
    workers: [
      {
        worker: 1,
        item: { seq: 1, path: '/a', together: 1, elapsed: 1, bytesDone: bytesInHand, bytesTotal: null },
      },
    ],
    waiting: null,
    ...{ phase: 'working', draining: false, delayed: 0, parked: [] },
  }
}

describe('progressFraction', () => {
  it('is unknown while files are still being found', () => {
    expect(progressFraction(progress({ enumerated: false }))).toBeNull()
  })

  it('is 1 only when nothing remains', () => {
    const almost = progress({
      counts: { ...noCounts, total: 1_000_000, succeeded: 999_999, failed: 0, remaining: 1 },
      bytesDone: 1_000_000,
    })
    expect(wholePercent(progressFraction(almost) ?? 0)).toBe(99)
    const all = progress({
      counts: { ...noCounts, total: 10, succeeded: 9, failed: 1, remaining: 0 },
      bytesDone: 1_000_000,
    })
    expect(progressFraction(all)).toBe(1)
  })

  it('moves with the bytes of the files in hand', () => {
    const before = progressFraction(progress({}))
    const after = progressFraction(progress({}, 500_000))
    expect(after).toBeGreaterThan(before ?? 1)
  })

  it('moves with items that have no bytes', () => {
    const half = progress({
      counts: { ...noCounts, total: 10, succeeded: 5, failed: 0, remaining: 5 },
      bytesTotal: 0,
    })
    expect(progressFraction(half)).toBe(0.5)
  })

  it('is whole for a finished run without a single item', () => {
    const counts = { ...noCounts, total: 0, succeeded: 0, failed: 0, remaining: 0 }
    expect(progressFraction(progress({ state: 'finished', counts }))).toBe(1)
    expect(progressFraction(progress({ state: 'failed', counts }))).toBe(0)
  })
})
