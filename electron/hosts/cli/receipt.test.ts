import { describe, expect, it } from 'vitest'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { nothingLeftOut, type RunState, type RunSummary } from '../../../shared/model/run.ts'
import { receiptText } from './receipt.ts'

function run(state: RunState, enumerated = true): RunSummary {
  return {
    id: 12,
    name: 'Checksum',
    state,
    task: { type: 'checksum', parameters: {} },
    execution: chosenExecutionSchema.parse({ workers: 2 }),
    inputs: [],
    inputCount: 0,
    startedAt: '2026-11-22T10:00:00.000Z',
    finishedAt: null,
    enumerated,
    counts: { total: 0, succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0, remaining: 0, retrying: 0 },
    bytesTotal: 0,
    bytesDone: 0,
    leftOut: nothingLeftOut,
    error: null,
    pause: null,
    stopReason: null,
    notBefore: null,
    sessions: 1,
    timeSpent: 0,
    outputs: null,
  }
}

describe('a receipt', () => {
  it.each([
    [
      { run: run('cancelled'), ended: 2, kept: 1_200, left: 88, removed: 1 },
      'Run 12 was cancelled: 1,200 results kept, 2 files in work ended, 1 unfinished output removed, 88 left to do.',
    ],
    [
      { run: run('paused', false), ended: 0, kept: 1, left: 5, removed: 0 },
      'Run 12 is paused; what is in work goes on: 1 result kept, 5 left to do of those found so far.',
    ],
    [
      { run: run('stopped'), ended: 0, kept: 3, left: 0, removed: 0 },
      'Run 12 has stopped: 3 results kept, 0 left to do.',
    ],
  ])('%#', (receipt, text) => {
    expect(receiptText(receipt)).toBe(text)
  })
})
