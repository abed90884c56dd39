import { describe, expect, it } from 'vitest'
import { Stopwatch } from './stopwatch.ts'

describe('time at work', () => {
  it('does not count while it is held, however often that is asked for', () => {
    let now = 1_000
    const watch = new Stopwatch(() => now)
    now += 10
    expect(watch.elapsed).toBe(10)
    watch.hold()
    now += 100
    watch.hold()
    expect(watch.elapsed).toBe(10)
    watch.goOn()
    watch.goOn()
    now += 5
    expect(watch.elapsed).toBe(15)
  })
})
