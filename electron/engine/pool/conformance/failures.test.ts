import { afterAll, describe, expect, it } from 'vitest'
import type { Settled } from '../index.ts'
import { become, kinds, makePool, Notes, numbers, rejectionOf, squares, task } from './fixtures/support.ts'
import type { Doom } from './fixtures/tasks.ts'

function fulfilled(results: readonly Settled<unknown>[]): unknown[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

function reasons(results: readonly Settled<unknown>[]): Error[] {
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
}

describe.each(kinds)('an error in a task, with %s workers', (kind) => {
  const pool = makePool(kind)
  afterAll(() => pool.terminate())

  it('arrives as what it was, with the stack of the worker', async () => {
    const error = await rejectionOf(pool.apply(task('throwRangeError'), 123))
    expect(error).toBeInstanceOf(RangeError)
    expect(error).toHaveProperty('message', 'failed 123')
    expect(error).toHaveProperty('stack', expect.stringContaining('throwRangeError'))
    expect(error).toHaveProperty('stack', expect.stringContaining('tasks.ts'))
    expect(error).not.toHaveProperty('cause')
  })

  it('is the same whether the task throws or rejects', async () => {
    expect(await rejectionOf(pool.apply(task('throwRangeError'), 1))).toMatchObject({ message: 'failed 1' })
    expect(await rejectionOf(pool.apply(task('rejectLater'), 1))).toMatchObject({ message: 'rejected 1' })
  })

  it('rejects map only after all items have ended, with the first in the order of the input', async () => {
    using notes = new Notes()
    const mapped = pool.map(task('gatedOrFailing', { folder: notes.folder, at: [0, 2] }), numbers(0, 4), {
      chunkSize: 1,
    })
    let isSettled = false
    const outcome = rejectionOf(mapped).finally(() => {
      isSettled = true
    })
    await notes.haveBegun(0, 1)
    notes.open(0)
    // The item 0 has failed when the item 2 begins in its place.
    await notes.haveBegun(2)
    expect(isSettled).toBe(false)
    notes.open(1, 2, 3)
    expect(await outcome).toMatchObject({ message: 'failed 0' })
    notes.expectOnce(numbers(0, 4))
  })

  it('of a mebibyte hangs nobody, and the pool can be closed after it', async () => {
    const large = makePool(kind)
    const error = await rejectionOf(large.map(task('throwLargeError'), [0, 1]))
    expect(error).toBeInstanceOf(RangeError)
    expect(error).toHaveProperty('message', 'x'.repeat(1024 * 1024))
    large.close()
    await large.join()
  })

  it('does not end the reading of what follows it', async () => {
    const stream = pool.imap<string, number>(task('parseWhole'), ['1', '2', 'x', '4'], { chunkSize: 3 })
    expect(await stream.next()).toMatchObject({ value: 1 })
    expect(await stream.next()).toMatchObject({ value: 2 })
    expect(await rejectionOf(stream.next())).toBeInstanceOf(SyntaxError)
    expect(await stream.next()).toMatchObject({ value: 4 })
    expect(await stream.next()).toMatchObject({ done: true })
  })
})

describe.each(kinds)('what cannot be sent, with %s workers', (kind) => {
  it('as a result fails its item, twenty times over, and costs no worker', async () => {
    await using pool = makePool(kind)
    for (const _ of numbers(0, 20)) {
      const error = await rejectionOf(pool.apply(task('returnFunction'), 1))
      expect(error).toMatchObject({ code: 'RESULT_NOT_CLONEABLE' })
    }
    expect(pool.stats().workers).toMatchObject({ lost: 0, replaced: 0 })
    expect(pool.stats().items).toMatchObject({ failed: 20, succeeded: 0 })
  })

  it('as an item fails that item, hangs nobody and spoils no neighbour', async () => {
    await using pool = makePool(kind)
    const unsendable = { reach: () => 1 }
    const items = [1, unsendable, 3, unsendable, 5]
    const results = await pool.map(task('identity'), items, { settled: true, chunkSize: 5 })
    expect(fulfilled(results)).toEqual([1, 3, 5])
    expect(reasons(results)).toMatchObject([{ code: 'ITEM_NOT_CLONEABLE' }, { code: 'ITEM_NOT_CLONEABLE' }])
    expect(await rejectionOf(pool.map(task('identity'), items))).toMatchObject({ code: 'ITEM_NOT_CLONEABLE' })
    expect(await rejectionOf(pool.map(task('identity'), Array(10).fill(unsendable)))).toMatchObject({
      code: 'ITEM_NOT_CLONEABLE',
    })
  })

  it('as an item: what throws when it is read fails that item alone', async () => {
    await using pool = makePool(kind)
    const trap = {
      get field(): never {
        throw new RangeError('cannot be read')
      },
    }
    const results = await pool.map(task('square'), [1, trap, 3], { settled: true, chunkSize: 3 })
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})

const ways: readonly (readonly [Doom, RegExp])[] = [
  ['exit', /exited with code 3/],
  ['throw-outside', /thrown outside/],
  ['reject-outside', /rejected outside/],
  ['memory', /memory|SIGABRT|SIGTRAP|SIGKILL/],
]
const waysOfProcesses: readonly (readonly [Doom, RegExp])[] = [
  ['abort', /SIGABRT|abort/],
  ['kill', /SIGKILL/],
]

describe.each(kinds)('a task that ends its %s', (kind) => {
  // A thread shares the process with the test: a crash of one would be the end of both.
  const dooms = kind === 'process' ? [...ways, ...waysOfProcesses] : ways

  it.each(dooms)('fails its item and no other, and the pool goes on: %s', async (doom, how) => {
    using notes = new Notes()
    await using pool = makePool(kind, { resourceLimits: { maxOldGenerationSizeMb: 32 } })
    const { folder } = notes
    const results = await pool.map(task('doomedAt', { folder, at: [5], doom }), numbers(0, 20), {
      settled: true,
      chunkSize: 10,
    })
    expect(fulfilled(results)).toEqual(numbers(0, 20).filter((number) => number !== 5))
    expect(reasons(results)).toMatchObject([{ code: 'WORKER_DIED' }])
    expect(reasons(results)[0]?.message).toMatch(how)
    expect(pool.stats().workers.lost).toBe(1)
    expect(await pool.map(task('square'), numbers(0, 10))).toEqual(squares(10))
  })

  it('by filling its memory fails its item and no other, again and again', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { resourceLimits: { maxOldGenerationSizeMb: 48 } })
    const { folder } = notes
    const at = numbers(0, 6).map((number) => number * 10 + 5)
    const results = await pool.map(task('doomedAt', { folder, at, doom: 'memory' }), numbers(0, 60), {
      settled: true,
      chunkSize: 10,
    })
    expect(reasons(results)).toHaveLength(at.length)
    for (const { message } of reasons(results)) expect(message).toMatch(/memory/)
    expect(fulfilled(results)).toHaveLength(54)
  })

  it.each(['exit-after', 'throw-after'] as const)(
    'after the item has ended harms neither that item nor the next: %s',
    async (doom) => {
      using notes = new Notes()
      await using pool = makePool(kind, { workers: 1 })
      const { folder } = notes
      expect(await pool.apply(task('doomedAt', { folder, at: [1], doom }), 1)).toBe(1)
      await become(() => pool.stats().workers.lost === 1)
      expect(await pool.apply(task('square'), 4)).toBe(16)
    },
  )

  it('is replaced by another', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const before = await pool.apply(task('whereRun'), 0)
    const error = await rejectionOf(pool.apply(task('doomedAt', { folder, at: [1], doom: 'exit' }), 1))
    expect(error).toMatchObject({ code: 'WORKER_DIED' })
    expect(await pool.apply(task('whereRun'), 0)).not.toBe(before)
    expect(pool.stats().workers).toMatchObject({ lost: 1, replaced: 1 })
  })
})
