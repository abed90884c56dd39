import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DelayQueue } from './delay-queue.ts'

// The clock is the test's own: nothing here waits.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('items that wait for their time', () => {
  it('come at their time and in its order, and those removed never come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ delay: fc.integer({ min: 0, max: 500 }), removed: fc.boolean() }), {
          maxLength: 60,
        }),
        fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 30 }),
        (items, steps) => {
          const came: number[] = []
          const queue = new DelayQueue<number>((due) => came.push(...due))
          for (const [place, { delay }] of items.entries()) queue.add(place, delay)
          const removed = queue.remove((place) => items[place]?.removed === true)
          expect(removed.toSorted((a, b) => a - b)).toEqual(
            items.flatMap(({ removed: isRemoved }, place) => (isRemoved ? [place] : [])),
          )
          let now = 0
          for (const step of [...steps, 1_000]) {
            vi.advanceTimersByTime(step)
            now += step
            const due = items.flatMap((item, place) => (!item.removed && item.delay <= now ? [place] : []))
            expect(came.toSorted((a, b) => a - b)).toEqual(due)
            expect(queue.size).toBe(items.length - removed.length - due.length)
          }
          const delays = came.map((place) => items[place]?.delay ?? 0)
          expect(delays).toEqual(delays.toSorted((a, b) => a - b))
        },
      ),
    )
  })

  it('waits with one timer, and none when it is empty', () => {
    const queue = new DelayQueue<number>(() => {})
    for (let each = 0; each < 100; each += 1) queue.add(each, 100 - each)
    expect(vi.getTimerCount()).toBe(1)
    expect(queue.clear()).toHaveLength(100)
    expect(vi.getTimerCount()).toBe(0)
  })
})
