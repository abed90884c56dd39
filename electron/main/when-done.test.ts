import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EndedRun } from '../../shared/contract/engine-news.ts'
import type { WhenDone } from '../../shared/contract/desktop-bridge.ts'
import { Activity } from './activity.ts'
import { countdownSeconds, EndCountdown } from './when-done.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function countdown(wanted: WhenDone) {
  const activity = new Activity()
  const told: string[] = []
  const counting = new EndCountdown(activity, {
    wanted: () => wanted,
    announce: (action, seconds) => told.push(`${action} in ${seconds}`),
    withdraw: () => told.push('withdrawn'),
    carryOut: (action) => told.push(action),
  })
  return {
    ...{ told, cancel: () => counting.cancel() },
    work: (running: number, paused = 0) =>
      activity.take({ type: 'activity', running, paused, fraction: null }),
    end: (state: EndedRun['state']) =>
      activity.take({ type: 'run-ended', runId: 1, name: 'run', state, succeeded: 1, failed: 0 }),
  }
}

describe('what is done when a run is done', () => {
  it.each(['sleep', 'quit'] as const)('is %s, after the countdown', (action) => {
    const { told, work, end } = countdown(action)
    work(1)
    end('finished')
    expect(told).toEqual([])
    work(0)
    expect(told).toEqual([`${action} in ${countdownSeconds}`])
    vi.advanceTimersByTime(countdownSeconds * 1_000 - 1)
    expect(told).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(told).toEqual([`${action} in ${countdownSeconds}`, 'withdrawn', action])
    work(0)
    vi.advanceTimersByTime(10 * countdownSeconds * 1_000)
    expect(told).toHaveLength(3)
  })

  it('is called off by its user', () => {
    const { told, end, cancel } = countdown('quit')
    end('finished')
    cancel()
    vi.advanceTimersByTime(10 * countdownSeconds * 1_000)
    expect(told).toEqual([`quit in ${countdownSeconds}`, 'withdrawn'])
  })

  it('waits for every other run, and begins anew after one that begins meanwhile', () => {
    const { told, work, end } = countdown('sleep')
    work(2)
    end('finished')
    work(1)
    work(0, 1)
    expect(told).toEqual([])
    work(0)
    work(1)
    expect(told).toEqual([`sleep in ${countdownSeconds}`, 'withdrawn'])
    vi.advanceTimersByTime(10 * countdownSeconds * 1_000)
    expect(told).toHaveLength(2)
    work(0)
    expect(told).toHaveLength(3)
  })

  it.each(['cancelled', 'stopped', 'failed', 'interrupted'] as const)(
    'is nothing for a run that is %s',
    (state) => {
      const { told, end } = countdown('quit')
      end(state)
      vi.advanceTimersByTime(10 * countdownSeconds * 1_000)
      expect(told).toEqual([])
    },
  )

  it.each(['nothing', 'open-folder'] as const)('ends nothing where it is %s', (wanted) => {
    const { told, end } = countdown(wanted)
    end('finished')
    vi.advanceTimersByTime(10 * countdownSeconds * 1_000)
    expect(told).toEqual([])
  })
})
