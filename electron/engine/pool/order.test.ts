import { afterAll, describe, expect, it } from 'vitest'
import { collect, Gates, kinds, range, task } from './fixtures/support.ts'
import { WorkerPool } from './index.ts'

async function* nothing(): AsyncGenerator<number> {
  yield* []
}

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 3 })
  afterAll(() => pool.terminate())

  describe('the order of results', () => {
    it.each([1, 7, 'auto'] as const)('is the input order for imap, chunk size %s', async (chunkSize) => {
      const results = await collect(pool.imap(task('doubleLater'), range(1000), { chunkSize }))
      expect(results).toEqual(range(1000).map((number) => number * 2))
    })

    it('of imapUnordered is that of completion: a stuck item holds up nobody', async () => {
      const gates = new Gates(20, 'open')
      gates.shut(0)
      const stream = pool.imapUnordered<number, number>(task('gated', gates.cells), range(20), {
        chunkSize: 1,
      })
      const results: (number | undefined)[] = []
      while (results.length < 19) results.push((await stream.next()).value)
      expect(results.toSorted((a, b) => Number(a) - Number(b))).toEqual(range(20).slice(1))
      gates.open(0)
      expect(await collect(stream)).toEqual([0])
    })

    it('of imapUnordered is the input order with one worker', async () => {
      await using single = new WorkerPool({ kind, workers: 1 })
      expect(await collect(single.imapUnordered(task('double'), range(3000)))).toEqual(
        range(3000).map((number) => number * 2),
      )
    })

    it('of imap lets finished results wait, and says for what', async () => {
      const gates = new Gates(8, 'open')
      gates.shut(0)
      const stream = pool.imap<number, number>(task('gated', gates.cells), range(8), { chunkSize: 1 })
      const unordered = pool.imapUnordered<number, number>(task('double'), range(100))
      const first = stream.next()
      // Workers take turns between calls, so when this one has ended the other has gone as far as it can.
      await collect(unordered)
      while ((stream.waiting?.held ?? 0) < 7) await collect(pool.imapUnordered(task('double'), range(10)))
      expect(stream.waiting).toEqual({ index: 0, held: 7 })
      gates.open(0)
      expect(await first).toEqual({ done: false, value: 0 })
      expect(stream.waiting).toBeNull()
      expect(await collect(stream)).toEqual(range(8).slice(1))
    })

    it('is the same for reading item by item, in batches and ahead', async () => {
      const ahead = pool.imap(task('double'), range(5))
      const reads = range(7).map(() => ahead.next())
      expect((await Promise.all(reads)).map((read) => read.value)).toEqual([
        0,
        2,
        4,
        6,
        8,
        undefined,
        undefined,
      ])

      const batches = pool.imap<number, number>(task('double'), range(5000))
      const read: number[] = []
      for (let batch = await batches.nextBatch(); batch !== null; batch = await batches.nextBatch()) {
        expect(batch.length).toBeGreaterThan(0)
        expect(batch.length).toBeLessThanOrEqual(1024)
        read.push(...batch)
      }
      expect(read).toEqual(range(5000).map((number) => number * 2))
      expect(await batches.nextBatch()).toBeNull()
    })

    it('gives an empty input an empty stream', async () => {
      expect(await collect(pool.imap(task('double'), []))).toEqual([])
      expect(await collect(pool.imapUnordered(task('double'), nothing()))).toEqual([])
    })
  })
})
