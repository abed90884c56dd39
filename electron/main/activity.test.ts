import { describe, expect, it } from 'vitest'
import { Activity } from './activity.ts'
import { notificationText } from './notification-text.ts'

describe('Activity', () => {
  it('tells a new listener at once, and all of them of every change', () => {
    const activity = new Activity()
    const told: number[] = []
    activity.onChange(({ running }) => told.push(running))
    activity.take({ type: 'activity', running: 2, paused: 0, fraction: 0.5 })
    activity.reset()
    expect(told).toEqual([0, 2, 0])
  })

  it('is busy while a run is at work or paused, and no longer when the engine is gone', () => {
    const activity = new Activity()
    expect(activity.isBusy).toBe(false)
    activity.take({ type: 'activity', running: 0, paused: 1, fraction: null })
    expect(activity.isBusy).toBe(true)
    activity.reset()
    expect(activity.isBusy).toBe(false)
  })
})

describe('notificationText', () => {
  const run = { type: 'run-ended', runId: 1, name: 'Checksum of 3 files', succeeded: 1_200 } as const

  it('says what became of a run', () => {
    expect(notificationText({ ...run, state: 'finished', failed: 0 })).toEqual({
      title: 'Finished: Checksum of 3 files',
      body: '1,200 succeeded',
    })
    expect(notificationText({ ...run, state: 'failed', failed: 3 })).toEqual({
      title: 'Failed: Checksum of 3 files',
      body: '1,200 succeeded, 3 failed',
    })
  })
})
