import { existsSync } from 'node:fs'
import { serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoardFile } from './board-file.ts'
import { become } from './fixtures/support.ts'
import { frameHeadBytes, OutboxReader } from './outbox-reader.ts'
import { ProcessBoard } from './process-board.ts'

function makeBoards(): { pool: BoardFile; worker: ProcessBoard } {
  const pool = new BoardFile()
  return { pool, worker: new ProcessBoard(pool.path) }
}

describe('the board between a worker process and its pool', () => {
  it('shows what the worker does, several items at a time', () => {
    const { pool, worker } = makeBoards()
    expect(pool.status).toEqual({ state: 'idle' })
    expect(pool.lastBegun).toBe(0)
    worker.load(7)
    expect(pool.status).toEqual({ state: 'loading', call: 7 })
    expect(worker.begin(3, 9, 1000.5)).toBe(9)
    const running = { state: 'running', startedAt: 1000.5, done: null, total: null }
    expect(pool.status).toEqual({ ...running, serial: 3, lastSerial: 9 })
    expect(pool.lastBegun).toBe(9)
    worker.pinpoint(5, 1001)
    expect(pool.status).toEqual({ ...running, serial: 5, lastSerial: 5, startedAt: 1001 })
    expect(pool.lastBegun).toBe(5)
    worker.progress(1, 2)
    expect(pool.status).toMatchObject({ done: 1, total: 2 })
    worker.begin(6, 6, 1002)
    expect(pool.status).toMatchObject({ serial: 6, done: null, total: null })
    worker.rest()
    expect(pool.status).toEqual({ state: 'idle' })
    expect(pool.lastBegun).toBe(6)
    pool.close()
  })

  it('lets the pool take back what has not begun, in the middle of what would begin at once too', () => {
    const { pool, worker } = makeBoards()
    worker.begin(1, 4, 0)
    expect(pool.takeBack(3)).toBe(5)
    expect(pool.takeBack(8)).toBe(8)
    expect(worker.begin(5, 12, 0)).toBe(7)
    expect(pool.status).toMatchObject({ state: 'running', serial: 5, lastSerial: 7 })
    expect(worker.begin(8, 12, 0)).toBe(7)
    expect(pool.status).toEqual({ state: 'idle' })
    pool.stopTakingBack()
    expect(worker.begin(9, 10, 0)).toBe(10)
    pool.close()
  })

  it('shows which of several items goes on for long, and that those after it have not begun', async () => {
    const { pool, worker } = makeBoards()
    await become(() => worker.isWatched)
    worker.begin(3, 9, 1_000)
    expect(worker.note(4, performance.now())).toBe(false)
    await become(() => pool.lastBegun === 4)
    expect(pool.status).toMatchObject({ serial: 4, lastSerial: 4 })
    expect(pool.takeBack(7)).toBe(7)
    // It has been shown, so the next has to be begun anew; and then the pool knows of that.
    expect(worker.note(5, performance.now())).toBe(true)
    expect(worker.begin(5, 9, 2_000)).toBe(6)
    expect(pool.status).toMatchObject({ state: 'running', serial: 5 })
    worker.rest()
    expect(pool.status).toEqual({ state: 'idle' })
    pool.close()
  })

  it('knows when the worker is gone what it has seen last', async () => {
    const { pool, worker } = makeBoards()
    await become(() => worker.isWatched)
    worker.begin(1, 5, 1_000)
    worker.note(2, performance.now())
    await become(() => pool.lastBegun === 2)
    pool.close()
    expect(pool.status).toMatchObject({ state: 'running', serial: 2, lastSerial: 2 })
  })

  it('tells the worker which calls are cancelled', () => {
    const { pool, worker } = makeBoards()
    worker.begin(1, 1, 0)
    const seen = worker.cancellations
    pool.cancel(41)
    pool.cancel(42)
    worker.begin(2, 2, 0)
    expect(worker.cancellations).not.toBe(seen)
    expect([40, 41, 42, 43].filter((call) => worker.isCancelled(call))).toEqual([41, 42])
    pool.close()
  })

  it('has no name any more once both have it, and remembers when it is closed', () => {
    const { pool, worker } = makeBoards()
    expect(existsSync(pool.path)).toBe(false)
    worker.begin(2, 2, 5)
    pool.close()
    worker.rest()
    expect(pool.status).toMatchObject({ state: 'running', serial: 2 })
    expect(pool.lastBegun).toBe(2)
    pool.cancel(3)
    pool.close()
  })

  it('leaves no file where the worker never came', () => {
    const pool = new BoardFile()
    expect(existsSync(pool.path)).toBe(true)
    pool.close()
    expect(existsSync(pool.path)).toBe(false)
  })

  it('keeps the last words', () => {
    const { pool, worker } = makeBoards()
    expect(pool.readLastWords()).toBeNull()
    worker.writeLastWords(Uint8Array.of(1, 2, 3))
    expect(pool.readLastWords()).toEqual(Uint8Array.of(1, 2, 3))
    pool.close()
  })
})

describe('the outbox', () => {
  it('hands on every message whole and in order, however large and however it is read', () => {
    const messages = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.nat(200) },
        { weight: 3, arbitrary: fc.nat(60_000) },
        { weight: 1, arbitrary: fc.integer({ min: 250_000, max: 600_000 }) },
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 9 }), (lengths, readEvery) => {
        const { pool, worker } = makeBoards()
        const received: string[] = []
        const reader = new OutboxReader(pool, (message) => received.push(String(message)))
        const sent = lengths.map((length, place) => `${place}:`.padEnd(length, 'x'))
        sent.forEach((text, place) => {
          const body = serialize(text)
          const frame = Buffer.alloc(frameHeadBytes + body.length)
          frame.writeUInt32BE(body.length)
          body.copy(frame, frameHeadBytes)
          // Where it is full, the worker would wait for ever if nobody read.
          worker.writeOutbox(frame, () => reader.read())
          if (place % readEvery === 0) reader.read()
        })
        while (reader.read());
        pool.close()
        expect(received).toEqual(sent)
      }),
      { numRuns: 40 },
    )
  })
})
