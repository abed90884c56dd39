import { describe, expect, it } from 'vitest'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { nothingLeftOut, type RunProgress } from '../../../shared/model/run.ts'
import { idleProgress } from './idle-progress.ts'
import { ProgressHub } from './progress-hub.ts'

function progress(id: number, succeeded: number): RunProgress {
  return idleProgress({
    id,
    name: 'Checksum',
    state: 'finished',
    task: { type: 'checksum', parameters: {} },
    execution: chosenExecutionSchema.parse({ workers: 2 }),
    inputs: [],
    inputCount: 0,
    startedAt: new Date(0).toISOString(),
    finishedAt: new Date(0).toISOString(),
    enumerated: true,
    counts: {
      total: 100,
      succeeded,
      failed: 0,
      alreadyDone: 0,
      skipped: 0,
      remaining: 100 - succeeded,
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
    timeSpent: 0,
    outputs: null,
  })
}

describe('watching progress', () => {
  it('begins with a snapshot and numbers what follows without gaps', async () => {
    const hub = new ProgressHub()
    const events = hub.watch(() => [progress(1, 0)])
    expect((await events.next()).value).toEqual({ type: 'snapshot', sequence: 0, active: [progress(1, 0)] })
    hub.publish(progress(1, 1))
    expect((await events.next()).value).toEqual({ type: 'progress', sequence: 1, progress: progress(1, 1) })
    hub.publish(progress(1, 2))
    expect((await events.next()).value).toEqual({ type: 'progress', sequence: 2, progress: progress(1, 2) })
    await events.return()
  })

  it('gives a slow watcher the newest of each run, and never the older ones', async () => {
    const hub = new ProgressHub()
    const events = hub.watch(() => [])
    await events.next()
    for (let succeeded = 1; succeeded <= 1_000; succeeded += 1) {
      hub.publish(progress(1, succeeded))
      hub.publish(progress(2, succeeded))
    }
    const first = await events.next()
    const second = await events.next()
    expect([first.value, second.value]).toEqual([
      { type: 'progress', sequence: 1, progress: progress(1, 1_000) },
      { type: 'progress', sequence: 2, progress: progress(2, 1_000) },
    ])
    await events.return()
  })

  it('ends when its signal is aborted, also while it waits', async () => {
    const hub = new ProgressHub()
    const abort = new AbortController()
    const events = hub.watch(() => [], abort.signal)
    await events.next()
    const waiting = events.next()
    abort.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  it('ends when the hub closes, after what was published before', async () => {
    const hub = new ProgressHub()
    const waiting = hub.watch(() => [])
    const behind = hub.watch(() => [])
    await waiting.next()
    await behind.next()
    const next = waiting.next()
    hub.publish(progress(1, 5))
    hub.close()
    expect((await next).value).toEqual({ type: 'progress', sequence: 1, progress: progress(1, 5) })
    expect(await waiting.next()).toEqual({ done: true, value: undefined })
    expect((await behind.next()).value).toMatchObject({ type: 'progress', sequence: 1 })
    expect(await behind.next()).toEqual({ done: true, value: undefined })
  })
})
