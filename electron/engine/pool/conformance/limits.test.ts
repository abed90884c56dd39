import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ItemTimeoutError } from '../index.ts'
import { become, kinds, makePool, Notes, numbers, rejectionOf, squares, task } from './fixtures/support.ts'

describe.each(kinds)('a time limit, with %s workers', (kind) => {
  it('fails an item that waits for ever, and the pool goes on', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const error = await rejectionOf(
      pool.apply(task('gatedLater', { folder: notes.folder }), 'never', { timeout: 100 }),
    )
    expect(error).toBeInstanceOf(ItemTimeoutError)
    expect(error).toMatchObject({ code: 'TIMEOUT', limit: 100 })
    expect(await pool.apply(task('square'), 3)).toBe(9)
  })

  it('fails an item in an endless loop; its neighbours run once', async () => {
    using notes = new Notes()
    await using pool = makePool(kind)
    const { folder } = notes
    const results = await pool.map(task('loopAt', { folder, at: [3] }), numbers(0, 10), {
      chunkSize: 5,
      timeout: 2_000,
      settled: true,
    })
    expect(results.map((result) => result.status === 'fulfilled')).toEqual(
      numbers(0, 10).map((number) => number !== 3),
    )
    expect(results[3]).toMatchObject({ reason: { code: 'TIMEOUT' } })
    notes.expectOnce(numbers(0, 10))
  })

  it('that is not reached changes nothing', async () => {
    await using pool = makePool(kind)
    expect(await pool.map(task('squareLater'), numbers(0, 50), { timeout: 60_000 })).toEqual(squares(50))
    expect(pool.stats().workers).toMatchObject({ lost: 0, replaced: 0 })
  })

  it('is of one item, not of the call: a task’s own error of that kind is its own', async () => {
    await using pool = makePool(kind)
    const error = await rejectionOf(pool.apply(task('throwTimeoutLike'), 1, { timeout: 60_000 }))
    expect(error).not.toBeInstanceOf(ItemTimeoutError)
    expect(error).toMatchObject({ name: 'TimeoutError' })
  })
})

describe.each(kinds)('an abort, with %s workers', (kind) => {
  it('stops a task that runs, even one in an endless loop', async () => {
    using notes = new Notes()
    await using pool = makePool(kind)
    const { folder } = notes
    const controller = new AbortController()
    const reason = new Error('a reason of my own')
    const { signal } = controller
    const calls = [
      pool.apply(task('loopAt', { folder, at: [1] }), 1, { signal }),
      pool.apply(task('gatedLater', { folder }), 'never', { signal }),
    ].map(rejectionOf)
    await notes.haveBegun(1, 'never')
    controller.abort(reason)
    expect(await Promise.all(calls)).toEqual([reason, reason])
    expect(await pool.apply(task('square'), 3)).toBe(9)
  })

  it('before the task begins keeps it from running', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const first = pool.apply(task('gated', { folder }), 'first')
    await notes.haveBegun('first')
    const controller = new AbortController()
    const second = rejectionOf(pool.apply(task('noted', { folder }), 'second', { signal: controller.signal }))
    controller.abort()
    expect(await second).toHaveProperty('name', 'AbortError')
    notes.open('first')
    expect(await first).toBe('first')
    expect(await pool.apply(task('noted', { folder }), 'third')).toBe('third')
    expect(notes.begun).toEqual(['first', 'third'])
  })

  it('that has already happened rejects at once, moves nothing and pulls nothing', async () => {
    await using pool = makePool(kind, { workers: 1 })
    const reason = new Error('before')
    const signal = AbortSignal.abort(reason)
    const buffer = new ArrayBuffer(8)
    const moved = pool.apply(task('byteLength'), buffer, { signal, transfer: () => [buffer] })
    expect(await rejectionOf(moved)).toBe(reason)
    expect(buffer.byteLength).toBe(8)
    let pulled = 0
    function* input(): Generator<number> {
      pulled += 1
      yield pulled
    }
    expect(await rejectionOf(pool.map(task('square'), input(), { signal }))).toBe(reason)
    expect(pulled).toBe(0)
  })

  it('leaves no listener behind, whatever became of the call', async () => {
    await using pool = makePool(kind, { workers: 1 })
    const { signal } = new AbortController()
    expect(await pool.apply(task('square'), 2, { signal })).toBe(4)
    expect(await pool.map(task('square'), numbers(0, 4), { signal })).toEqual(squares(4))
    await rejectionOf(pool.apply(task('throwRangeError'), 1, { signal }))
    await pool.imap(task('square'), numbers(0, 100), { signal }).return()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('of two calls at once leaves a third to run', async () => {
    await using pool = makePool(kind, { workers: 1 })
    const controllers = [new AbortController(), new AbortController(), new AbortController()]
    const calls = controllers.map(({ signal }, number) => pool.apply(task('squareLater'), number, { signal }))
    const aborted = calls.slice(0, 2).map(rejectionOf)
    for (const controller of controllers.slice(0, 2)) controller.abort()
    expect(await calls[2]).toBe(4)
    for (const error of await Promise.all(aborted)) expect(error).toHaveProperty('name', 'AbortError')
  })

  it('of a call in an endless loop lets the calls behind it run', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const controller = new AbortController()
    const stuck = rejectionOf(
      pool.apply(task('loopAt', { folder, at: [1] }), 1, { signal: controller.signal }),
    )
    await notes.haveBegun(1)
    const waiting = numbers(0, 5).map((number) => pool.apply(task('squareLater'), number))
    controller.abort()
    await stuck
    expect(await Promise.all(waiting)).toEqual(squares(5))
    expect(pool.stats().workers).toMatchObject({ lost: 0, replaced: 1, started: 2 })
  })
})

describe.each(kinds)('what has not begun, with %s workers', (kind) => {
  it('is counted as queued until a worker is free', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 2 })
    const { folder } = notes
    const calls = ['a', 'b', 'c', 'd'].map((item) => pool.apply(task('gated', { folder }), item))
    await notes.haveBegun('a', 'b')
    await become(() => pool.stats().items.running === 2)
    expect(pool.stats().items).toMatchObject({ running: 2, succeeded: 0 })
    expect(pool.stats().items.pulled - pool.stats().items.queued).toBe(2)
    notes.open('a')
    await calls[0]
    await notes.haveBegun('c')
    notes.open('b', 'c', 'd')
    await Promise.all(calls)
    expect(pool.stats().items).toMatchObject({ pulled: 4, running: 0, queued: 0, succeeded: 4, failed: 0 })
  })

  it('goes by priority, and in the order of submission among equals', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const first = pool.apply(task('gated', { folder }), 'first')
    await notes.haveBegun('first')
    const calls = [
      ['low', -1],
      ['middle 1', 0],
      ['high', 5],
      ['middle 2', 0],
    ] as const
    const waiting = calls.map(([item, priority]) => pool.apply(task('noted', { folder }), item, { priority }))
    notes.open('first')
    await Promise.all([first, ...waiting])
    expect(notes.begun).toEqual(['first', 'high', 'middle 1', 'middle 2', 'low'])
  })
})

describe.each(kinds)('a window, with %s workers', (kind) => {
  it('is all that is taken of an input without end', async () => {
    await using pool = makePool(kind)
    let pulled = 0
    function* endless(): Generator<number, void> {
      for (;;) yield pulled++
    }
    const stream = pool.imap<number, number>(task('square'), endless(), { bufferSize: 2 })
    for (const square of squares(3)) expect(await stream.next()).toEqual({ done: false, value: square })
    expect(pulled).toBeLessThanOrEqual(5)
    await stream.return()
  })

  it('is all that is taken of an input whose results nobody reads', async () => {
    using notes = new Notes()
    await using pool = makePool(kind)
    const input = numbers(0, 4)[Symbol.iterator]()
    pool.imap(task('noted', { folder: notes.folder }), input, { bufferSize: 2 })
    await notes.haveBegun(0, 1)
    await pool.apply(task('square'), 1)
    expect(input.next()).toEqual({ done: false, value: 2 })
  })

  it('holds for several inputs that are drawn as one', async () => {
    await using pool = makePool(kind)
    function* pairs(): Generator<[number, number], void> {
      for (let number = 0; ; number += 1) yield [number, number]
    }
    const stream = pool.imap(task('identity'), pairs(), { bufferSize: 2 })
    for (const number of numbers(0, 3)) expect((await stream.next()).value).toEqual([number, number])
    await stream.return()
  })

  it('a stream that was left gives nothing more', async () => {
    await using pool = makePool(kind)
    for (const chunkSize of [1, 3]) {
      const stream = pool.imap(task('square'), numbers(0, 4), { chunkSize })
      expect((await stream.next()).value).toBe(0)
      await stream.return()
      expect((await stream.next()).done).toBe(true)
      expect((await stream.next()).done).toBe(true)
    }
  })
})
