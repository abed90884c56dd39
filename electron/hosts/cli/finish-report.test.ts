import { describe, expect, it } from 'vitest'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { nothingLeftOut, type RunProgress } from '../../../shared/model/run.ts'
import { finishReport, type ToldCause } from './finish-report.ts'

const noCounts = { total: 0, succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0, remaining: 0, retrying: 0 }

function ended(run: Partial<RunProgress['run']>): RunProgress {
  return {
    run: {
      id: 12,
      name: 'Checksum',
      state: 'finished',
      task: { type: 'checksum', parameters: {} },
      execution: chosenExecutionSchema.parse({ mode: 'imap', workers: 2 }),
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T10:00:00.000Z',
      finishedAt: '2026-11-22T10:03:10.000Z',
      enumerated: true,
      counts: { ...noCounts, total: 20_000, succeeded: 20_000 },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      pause: null,
      stopReason: null,
      notBefore: null,
      sessions: 1,
      timeSpent: 190_000,
      outputs: null,
      ...run,
    },
    elapsed: 190_000,
    itemsPerSecond: null,
    bytesPerSecond: null,
    remaining: null,
    workers: [],
    waiting: null,
    phase: 'working',
    draining: false,
    delayed: 0,
    parked: [],
  }
}

function cause(count: number, path: string, message: string, worthRetrying: boolean): ToldCause {
  return { cause: 'abc', count, worthRetrying, example: { seq: 1, path, message } }
}

describe('finishReport', () => {
  it('says one line of a run that went well', () => {
    expect(finishReport(ended({}), [])).toEqual([
      'Run 12 finished in 3 min 10 s: 20,000 succeeded, 0 failed.',
    ])
  })

  it('says that nothing was found only where that was the reason', () => {
    const failed = { state: 'failed', enumerated: false, counts: noCounts } as const
    const told = (code: string) => finishReport(ended({ ...failed, error: { code, message: '' } }), [])[0]
    expect(told('NO_INPUT')).toContain('nothing was found to do')
    expect(told('DATABASE_UNREADABLE')).toContain('without being complete')
  })

  it('says what was left out', () => {
    const lines = finishReport(ended({ leftOut: { ...nothingLeftOut, duplicates: 2, links: 1 } }), [])
    expect(lines.slice(1)).toEqual([
      '2 files were given twice and done once.',
      '1 symbolic link inside folders was not followed.',
    ])
  })

  it('names the causes of failures, and what can be done about them', () => {
    const counts = { ...noCounts, total: 20, succeeded: 9, failed: 11 }
    const lines = finishReport(ended({ counts }), [
      cause(8, '/a', '/a does not exist.', false),
      cause(1, '/b', 'The worker died.', true),
    ])
    expect(lines.slice(1)).toEqual([
      'Failed:',
      '  8 files, such as /a does not exist.',
      '  /b: The worker died.',
      '  … and 2 for other reasons',
      'All reasons: batchyard show 12',
      'To try again: batchyard retry 12',
    ])
  })

  it('does not propose to try again what would fail again', () => {
    const counts = { ...noCounts, total: 20, succeeded: 19, failed: 1 }
    const lines = finishReport(ended({ counts }), [cause(1, '/a', '/a does not exist.', false)])
    expect(lines.at(-1)).toBe('All reasons: batchyard show 12')
  })

  it('says what was not done again, and what was left out by its user', () => {
    const counts = { ...noCounts, total: 20, succeeded: 1, alreadyDone: 17, skipped: 2 }
    expect(finishReport(ended({ counts }), [])).toEqual([
      'Run 12 finished in 3 min 10 s: 1 succeeded, 0 failed, 17 already done, 2 skipped.',
    ])
  })

  it('says of a cancelled run what was done, what was not, and how to do the rest', () => {
    const counts = { ...noCounts, total: 100, succeeded: 60, remaining: 40 }
    expect(finishReport(ended({ state: 'cancelled', counts, enumerated: false }), [])).toEqual([
      'Run 12 was cancelled after 3 min 10 s: 60 succeeded, 0 failed, 40 not done of those found so far. What was done is kept.',
      'To do the rest: batchyard resume 12',
    ])
  })

  it('says how many sessions it took', () => {
    expect(finishReport(ended({ sessions: 3 }), [])[0]).toBe(
      'Run 12 finished in 3 min 10 s of work in 3 sessions: 20,000 succeeded, 0 failed.',
    )
  })

  it('says which rule stopped a run', () => {
    const counts = { ...noCounts, total: 100, succeeded: 60, failed: 5, remaining: 35 }
    const stopReason = { kind: 'percent', failed: 5, percent: 7.692 } as const
    expect(finishReport(ended({ state: 'stopped', counts, stopReason }), [])[0]).toBe(
      'Run 12 was stopped after 3 min 10 s because 5 files (7.7 %) failed: ' +
        '60 succeeded, 5 failed, 35 not done. What was done is kept.',
    )
  })
})
