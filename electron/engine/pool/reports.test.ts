import { afterAll, describe, expect, it } from 'vitest'
import { collect, controlTask, Gates, range, rejectionOf, task, kinds } from './fixtures/support.ts'
import { WorkerPool, type Report } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2 })
  afterAll(() => pool.terminate())

  describe('onReport', () => {
    it('is told what tasks say, of which item and in their order', async () => {
      const reports: Report[] = []
      const items = range(40).map((number) => number + 100)
      const results = await pool.map(controlTask('reportTwice'), items, {
        onReport: (report) => reports.push(report),
      })
      expect(results).toEqual(items)
      expect(reports).toHaveLength(80)
      for (const [index, item] of items.entries()) {
        const own = reports.filter((report) => report.index === index)
        expect(own).toMatchObject([
          { kind: 'message', item, message: { first: item } },
          { kind: 'message', item, message: { second: item * 2 } },
        ])
        expect([1, 2]).toContain(own[0]?.worker)
      }
    })

    it('is told before the result of the item', async () => {
      const seen: string[] = []
      const stream = pool.imapUnordered<number, number>(controlTask('reportTwice'), range(200), {
        onReport: ({ index }) => seen.push(`report ${index}`),
      })
      for await (const value of stream) seen.push(`result ${value}`)
      for (const index of range(200)) {
        expect(seen.lastIndexOf(`report ${index}`)).toBeLessThan(seen.indexOf(`result ${index}`))
      }
    })

    it('that throws ends its call with what it threw, and no other', async () => {
      const other = pool.map(task('doubleLater'), range(300))
      let told = 0
      const stream = pool.imap(controlTask('reportTwice'), range(100), {
        onReport: () => {
          told += 1
          throw new RangeError('cannot listen')
        },
      })
      expect(await rejectionOf(collect(stream))).toMatchObject({
        name: 'RangeError',
        message: 'cannot listen',
      })
      expect((await stream.next()).done).toBe(true)
      expect(told).toBe(1)
      expect(await other).toHaveLength(300)
      expect(await pool.map(controlTask('reportTwice'), range(3))).toEqual(range(3))
    })

    it('is not needed: then reports go nowhere', async () => {
      expect(await pool.map(controlTask('reportTwice'), range(50))).toEqual(range(50))
    })

    it('that is no function is refused', () => {
      const options = { onReport: () => {} }
      Reflect.set(options, 'onReport', 'me')
      expect(() => pool.imap(task('double'), [1], options)).toThrow(TypeError)
    })

    it('is told while the item runs', async () => {
      const gates = new Gates(1, 'shut')
      const told = Promise.withResolvers<Report>()
      const applied = pool.apply(task('gatedWithReport', gates.cells), 0, { onReport: told.resolve })
      expect(await told.promise).toMatchObject({ message: 'waiting', index: 0, item: 0 })
      gates.open(0)
      expect(await applied).toBe(0)
    })
  })
})
