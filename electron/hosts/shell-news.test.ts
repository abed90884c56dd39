import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { nothingLeftOut, type RunProgress, type RunState } from '../../shared/model/run.ts'
import { ShellNews } from './shell-news.ts'

function progress(id: number, state: RunState, done: number, enumerated = true): RunProgress {
  return {
    phase: 'working',
    run: {
      id,
      name: `run ${id}`,
      state,
      task: { type: 'checksum', parameters: {} },
      execution: {
        mode: 'imap',
        chunkSize: 'auto',
        workers: 1,
        timeout: null,
        retries: 0,
        retryDelay: 0,
        stopRule: { kind: 'never' },
        crashLimit: 2,
        skipDone: false,
        share: 1,
      },
      inputs: [],
      inputCount: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      finishedAt: null,
      enumerated,
      counts: {
        total: 100,
        succeeded: done,
        failed: 0,
        alreadyDone: 0,
        skipped: 0,
        remaining: 100 - done,
        retrying: 0,
      },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      pause: null,
      stopReason: null,
      notBefore: null,
      sessions: 1,
      outputs: null,
      timeSpent: 0,
    },
    elapsed: 0,
    itemsPerSecond: null,
    bytesPerSecond: null,
    remaining: null,
    workers: [],
    waiting: null,
    draining: false,
    delayed: 0,
    parked: [],
  }
}

function event(one: RunProgress): EngineEvent {
  return { type: 'progress', sequence: 1, progress: one }
}

describe('ShellNews', () => {
  it('tells what is at work, once for each whole percent', () => {
    const news = new ShellNews()
    expect(news.of({ type: 'snapshot', sequence: 0, active: [] })).toEqual([
      { type: 'activity', running: 0, paused: 0, fraction: null },
    ])
    expect(news.of(event(progress(1, 'running', 0, false)))).toEqual([
      { type: 'activity', running: 1, paused: 0, fraction: null },
    ])
    expect(news.of(event(progress(1, 'running', 29)))).toEqual([
      { type: 'activity', running: 1, paused: 0, fraction: 0.29 },
    ])
    expect(news.of(event(progress(1, 'running', 29)))).toEqual([])
    expect(news.of(event(progress(2, 'paused', 71)))).toEqual([
      { type: 'activity', running: 1, paused: 1, fraction: 0.5 },
    ])
  })

  it('tells the end of a run, and that it is no longer at work', () => {
    const news = new ShellNews()
    news.of(event(progress(1, 'running', 50)))
    expect(news.of(event(progress(1, 'finished', 100)))).toEqual([
      { type: 'activity', running: 0, paused: 0, fraction: null },
      { type: 'run-ended', runId: 1, name: 'run 1', state: 'finished', succeeded: 100, failed: 0 },
    ])
  })
})
