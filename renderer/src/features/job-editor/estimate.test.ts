import { expect, test } from 'vitest'
import { runSummarySchema } from '../../../../shared/model/run.ts'
import type { RunSummary } from '../../../../shared/model/run.ts'
import { estimate } from './estimate.ts'

function run(task: string, items: number, bytes: number, timeSpent: number): RunSummary {
  const counts = { total: items, succeeded: items, failed: 0, alreadyDone: 0, skipped: 0, remaining: 0 }
  return runSummarySchema.parse({
    id: 1,
    name: 'Earlier',
    state: 'finished',
    task: { type: task },
    execution: { workers: 2 },
    inputs: [],
    inputCount: 1,
    startedAt: '2026-11-28T10:00:00Z',
    finishedAt: '2026-11-28T10:01:00Z',
    enumerated: true,
    counts: { ...counts, retrying: 0 },
    bytesTotal: bytes,
    bytesDone: bytes,
    leftOut: {},
    error: null,
    pause: null,
    stopReason: null,
    notBefore: null,
    sessions: 1,
    timeSpent,
    outputs: null,
  })
}

const job = { taskType: 'checksum', items: 2_000, bytes: 2e9 }

test('runs of the same task type tell how long it may take', () => {
  const history = [run('checksum', 1_000, 1e9, 10_000), run('checksum', 1_000, 1e9, 30_000)]
  expect(estimate(job, history)).toEqual({ low: 20_000, high: 40_000 })
})

test('runs of tiny files tell nothing of bytes, and runs of huge ones nothing of files', () => {
  const tiny = run('checksum', 1_000, 100, 1_000)
  const huge = run('checksum', 1, 1e9, 1_000)
  expect(estimate(job, [tiny, huge])).toEqual({ low: 2_000, high: 4_000 })
})

test('other task types and runs of a moment tell nothing', () => {
  expect(estimate(job, [run('wait', 10, 0, 10_000), run('checksum', 1, 1, 5)])).toBeNull()
  expect(estimate(job, [])).toBeNull()
})
