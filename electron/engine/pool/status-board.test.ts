import { describe, expect, it } from 'vitest'
import { StatusBoard } from './status-board.ts'

describe('the board between a worker and its pool', () => {
  it('shows what the worker does, seen through the same memory', () => {
    const pool = new StatusBoard()
    const worker = new StatusBoard(pool.memory)
    expect(pool.status).toEqual({ state: 'idle' })
    worker.load(7)
    expect(pool.status).toEqual({ state: 'loading', call: 7 })
    expect(worker.begin(3, 3, 1000)).toBe(3)
    expect(pool.status).toEqual({
      state: 'running',
      serial: 3,
      lastSerial: 3,
      startedAt: 1000,
      done: null,
      total: null,
    })
    worker.progress(1, 2)
    expect(pool.status).toMatchObject({ done: 1, total: 2 })
    worker.begin(4, 4, 2000)
    expect(pool.status).toEqual({
      state: 'running',
      serial: 4,
      lastSerial: 4,
      startedAt: 2000,
      done: null,
      total: null,
    })
    worker.rest()
    expect(pool.status).toEqual({ state: 'idle' })
    expect(pool.lastBegun).toBe(4)
  })

  it('lets the pool take back what has not begun', () => {
    const pool = new StatusBoard()
    const worker = new StatusBoard(pool.memory)
    worker.begin(5, 5, 0)
    expect(pool.takeBack(3)).toBe(6)
    expect(pool.takeBack(8)).toBe(8)
    expect(worker.begin(7, 7, 0)).toBe(7)
    expect(worker.begin(8, 8, 0)).toBe(7)
    expect(pool.status).toEqual({ state: 'idle' })
    pool.stopTakingBack()
    expect(worker.begin(9, 9, 0)).toBe(9)
    pool.restartSerials()
    expect(pool.lastBegun).toBe(0)
  })
})
