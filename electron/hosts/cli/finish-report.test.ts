import { describe, expect, it } from 'vitest'
import type { RunProgress } from '../../../shared/model/run.ts'
import { finishReport } from './finish-report.ts'

function ended(run: Partial<RunProgress['run']>): RunProgress {
  return {
    run: {
      id: 12,
      name: 'Checksum',
      state: 'finished',
      task: { type: 'checksum', parameters: {} },
      execution: { mode: 'imap', chunkSize: 'auto', workers: 2 },
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T10:00:00.000Z',
      finishedAt: '2026-11-22T10:03:10.000Z',
      enumerated: true,
      counts: { total: 20_000, succeeded: 20_000, failed: 0, remaining: 0 },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: { duplicates: 0, links: 0 },
      error: null,
      ...run,
    },
    elapsed: 190_000,
    itemsPerSecond: null,
    bytesPerSecond: null,
    remaining: null,
    workers: [],
    waiting: null,
  }
}

describe('finishReport', () => {
  it('says one line of a run that went well', () => {
    expect(finishReport(ended({}), [])).toEqual([
      'Run 12 finished in 3 min 10 s: 20,000 succeeded, 0 failed.',
    ])
  })

  it('says what was left out', () => {
    const lines = finishReport(ended({ leftOut: { duplicates: 2, links: 1 } }), [])
    expect(lines.slice(1)).toEqual([
      '2 files were given twice and done once.',
      '1 symbolic link inside folders was not followed.',
    ])
  })

  it('names the first failures and how to see the rest', () => {
    const counts = { total: 20, succeeded: 10, failed: 10, remaining: 0 }
    const lines = finishReport(ended({ counts }), [
      { path: '/a', error: { message: '/a does not exist.' } },
      { path: '/b', error: { message: 'The file does not exist.' } },
    ])
    expect(lines.slice(1)).toEqual([
      'Failed:',
      '  /a does not exist.',
      '  /b: The file does not exist.',
      '  … and 8 more',
      'All reasons: batchyard export 12 --csv FILE --columns path,status,error_code,error_message',
    ])
  })

  it('says of a cancelled run what was done and what was not', () => {
    const counts = { total: 100, succeeded: 60, failed: 0, remaining: 40 }
    expect(finishReport(ended({ state: 'cancelled', counts, enumerated: false }), [])).toEqual([
      'Run 12 was cancelled after 3 min 10 s: 60 succeeded, 0 failed, 40 not done of those found so far. What was done is kept.',
    ])
  })
})
