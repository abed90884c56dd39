import { describe, expect, it } from 'vitest'
import { createRequestCounter } from './interruption.ts'

describe('createRequestCounter', () => {
  it('takes the copies of one Ctrl-C that npm hands on for one request', () => {
    let time = 10_000
    const count = createRequestCounter(() => time)
    expect(count()).toBe('first')
    time += 3
    expect(count()).toBe('same')
    time += 600
    expect(count()).toBe('second')
  })
})
