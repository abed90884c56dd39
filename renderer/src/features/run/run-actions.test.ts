import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../../../shared/model/run.ts'
import { actionsFor } from './run-actions.ts'

const counts: RunSummary['counts'] = {
  total: 10,
  succeeded: 10,
  failed: 0,
  alreadyDone: 0,
  skipped: 0,
  remaining: 0,
  retrying: 0,
}

describe('the actions of a run', () => {
  it('at work are to pause, drain and cancel it, and when it is paused to go on', () => {
    const running = { state: 'running', counts, enumerated: true } as const
    expect(actionsFor(running)).toEqual(['pause', 'drain', 'cancel'])
    expect(actionsFor(running, true)).toEqual(['cancel'])
    expect(actionsFor({ state: 'paused', counts, enumerated: true })).toEqual(['resume', 'cancel'])
    expect(actionsFor({ state: 'queued', counts, enumerated: false })).toEqual(['cancel'])
  })

  it('that is over are to do the rest where there is one, and what failed where something did', () => {
    const rest = { ...counts, succeeded: 7, remaining: 3 }
    const failures = { ...counts, succeeded: 8, failed: 2 }
    expect(actionsFor({ state: 'finished', counts, enumerated: true })).toEqual(['again'])
    expect(actionsFor({ state: 'finished', counts: failures, enumerated: true })).toEqual(['retry', 'again'])
    expect(actionsFor({ state: 'interrupted', counts: rest, enumerated: true })).toEqual(['resume', 'again'])
    expect(actionsFor({ state: 'cancelled', counts, enumerated: false })).toEqual(['resume', 'again'])
    const both = { ...failures, succeeded: 5, remaining: 3 }
    expect(actionsFor({ state: 'stopped', counts: both, enumerated: true })).toEqual([
      'resume',
      'retry',
      'again',
    ])
    const interruptedRetry = { ...failures, retrying: 1 }
    expect(actionsFor({ state: 'interrupted', counts: interruptedRetry, enumerated: true })).toEqual([
      'resume',
      'retry',
      'again',
    ])
  })
})
