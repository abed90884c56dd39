import { afterAll, describe, expect, it } from 'vitest'
import { collect, countedInput, Gates, kinds, range, task } from './fixtures/support.ts'
import { WorkerPool, type ResultStream } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  async function read(stream: ResultStream<number>, count: number): Promise<number[]> {
    const results: number[] = []
    while (results.length < count) {
      const next = await stream.next()
      if (next.done === true) break
      results.push(next.value)
    }
    return results.toSorted((a, b) => a - b)
  }

  describe('what waits behind a stuck item', () => {
    it.each(['array', 'generator'])('is done by another worker, automatic chunks of an %s', async (kind) => {
      const count = 4000
      const stuck = 2500
      const gates = new Gates(count, 'open')
      gates.shut(stuck)
      const items = kind === 'array' ? range(count) : countedInput(count).items
      // `gatedLater` sends what is finished while it waits, so nothing but the stuck item is missing.
      const stream = pool.imapUnordered<number, number>(task('gatedLater', gates.cells), items)
      expect(await read(stream, count - 1)).toEqual(range(count).filter((item) => item !== stuck))
      gates.open(stuck)
      expect(await read(stream, 1)).toEqual([stuck])
      expect(range(count).every((item) => gates.runs(item) === 1)).toBe(true)
    })

    it('is done by another worker chunk by chunk, where the size is given', async () => {
      const gates = new Gates(300, 'open')
      gates.shut(100)
      const stream = pool.imapUnordered<number, number>(task('gatedLater', gates.cells), range(300), {
        chunkSize: 1,
      })
      expect(await read(stream, 299)).toEqual(range(300).filter((item) => item !== 100))
      gates.open(100)
      expect(await read(stream, 1)).toEqual([100])
      expect(range(300).every((item) => gates.runs(item) === 1)).toBe(true)
    })

    it('keeps its chunk where the size is given', async () => {
      const gates = new Gates(8, 'open')
      gates.shut(0)
      const stream = pool.imapUnordered<number, number>(task('gated', gates.cells), range(8), {
        chunkSize: 4,
      })
      expect(await read(stream, 4)).toEqual([4, 5, 6, 7])
      expect(gates.runs(1)).toBe(0)
      gates.open(0)
      expect(await read(stream, 4)).toEqual([0, 1, 2, 3])
    })
  })

  describe('finished results', () => {
    it('do not wait for a later item of their chunk, though it blocks the worker', async () => {
      const gates = new Gates(10, 'open')
      gates.shut(9)
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(10), { chunkSize: 10 })
      expect(await read(stream, 9)).toEqual(range(9))
      gates.open(9)
      expect(await read(stream, 1)).toEqual([9])
    })
  })

  describe('chunks of a given size', () => {
    it('are filled exactly, but for the last', async () => {
      await using single = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(25, 'open')
      gates.shut(0)
      const input = countedInput(25)
      const stream = single.imap(task('gated', gates.cells), input.items, { chunkSize: 10 })
      await gates.hasBegun(0)
      // Nothing is known of the task's time, so one chunk is all that the one worker was given.
      expect(input.seen.pulled).toBe(10)
      gates.open(0)
      expect(await collect(stream)).toEqual(range(25))
    })
  })

  describe('calls that run side by side', () => {
    it('take turns: a short one does not wait for a long one', async () => {
      const gates = new Gates(2, 'shut')
      const long = pool.imap(task('doubleLater'), countedInput(Number.POSITIVE_INFINITY).items)
      await long.next()
      expect(await collect(pool.imap(task('double'), range(50)))).toHaveLength(50)
      await long.return()
      gates.openAll()
    })
  })

  describe('activity', () => {
    it('tells what each worker does, since when and how far', async () => {
      const gates = new Gates(2, 'shut')
      const items = [0, 1]
      const before = Date.now()
      const stream = pool.imap(task('gatedWithProgress', gates.cells), items, { chunkSize: 1 })
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      const activity = pool.activity()
      expect(activity.map((entry) => entry.worker)).toEqual([1, 2])
      const shown = activity
        .map((entry) => entry.item)
        .toSorted((a, b) => Number(a?.index) - Number(b?.index))
      expect(shown).toMatchObject([
        { index: 0, item: 0, done: 3, total: 7 },
        { index: 1, item: 1, done: 3, total: 7 },
      ])
      for (const item of shown) expect(item?.startedAt).toBeGreaterThanOrEqual(before - 1)
      gates.openAll()
      expect(await collect(stream)).toEqual([0, 1])
      expect(pool.activity().every((entry) => entry.item === null)).toBe(true)
    })

    it('forgets the progress of the item before', async () => {
      const gates = new Gates(2, 'shut')
      gates.open(0)
      await using single = new WorkerPool({ kind, workers: 1 })
      await collect(single.imap(task('gatedWithProgress', gates.cells), [0]))
      const stream = single.imap(task('gated', gates.cells), [1])
      await gates.hasBegun(1)
      expect(single.activity()).toMatchObject([{ item: { index: 0, item: 1, done: null, total: null } }])
      gates.openAll()
      await collect(stream)
    })
  })
})
