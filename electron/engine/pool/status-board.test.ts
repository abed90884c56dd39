import { describe, expect, it } from 'vitest'
import { StatusBoard } from './status-board.ts'

describe('the board between a worker and its pool', () => {
  it('shows what the worker does, seen through the same memory', () => {
    const pool = new StatusBoard()
    const worker = new StatusBoard(pool.memory)
    expect(pool.read()).toEqual({ state: 'idle' })
    worker.load(7)
    expect(pool.read()).toEqual({ state: 'loading', call: 7 })
    expect(worker.begin(3, 1000)).toBe(true)
    expect(pool.read()).toEqual({ state: 'running', serial: 3, startedAt: 1000, done: null, total: null })
    worker.progress(1, 2)
    expect(pool.read()).toMatchObject({ done: 1, total: 2 })
    worker.begin(4, 2000)
    expect(pool.read()).toEqual({ state: 'running', serial: 4, startedAt: 2000, done: null, total: null })
    worker.rest()
    expect(pool.read()).toEqual({ state: 'idle' })
    expect(pool.lastBegun).toBe(4)
  })

  it('lets the pool take back what has not begun', () => {
    const pool = new StatusBoard()
    const worker = new StatusBoard(pool.memory)
    worker.begin(5, 0)
    expect(pool.takeBack(3)).toBe(6)
    expect(pool.takeBack(8)).toBe(8)
    expect(worker.begin(7, 0)).toBe(true)
    expect(worker.begin(8, 0)).toBe(false)
    expect(pool.read()).toEqual({ state: 'idle' })
    pool.stopTakingBack()
    expect(worker.begin(9, 0)).toBe(true)
    pool.restartSerials()
    expect(pool.lastBegun).toBe(0)
  })
})
