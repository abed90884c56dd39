import { afterAll, describe, expect, it } from 'vitest'
import type { Report } from '../index.ts'
import { become, kinds, makePool, Notes, numbers, task } from './fixtures/support.ts'

describe.each(kinds)('what tasks say in %s workers', (kind) => {
  const pool = makePool(kind)
  afterAll(() => pool.terminate())

  it('is told with the item it is about, before the item’s result', async () => {
    const told: unknown[] = []
    const stream = pool.imap(task('talk'), numbers(0, 6), {
      chunkSize: 3,
      onReport: (report: Report) => {
        if (report.kind === 'message') told.push([report.index, report.item, report.message])
      },
    })
    for await (const value of stream) expect(told).toContainEqual([value, value, { said: value }])
    expect(told).toHaveLength(6)
  })

  it('includes what they print, by stream', async () => {
    const printed: string[] = []
    await pool.map(task('talk'), numbers(0, 4), {
      onReport: (report: Report) => {
        if (report.kind === 'output') printed.push(`${report.stream} ${report.index} ${report.text.trim()}`)
      },
    })
    expect(printed.toSorted()).toEqual(
      numbers(0, 4)
        .flatMap((number) => [`stderr ${number} err ${number}`, `stdout ${number} out ${number}`])
        .toSorted(),
    )
  })

  it('is told while the task blocks its worker', async () => {
    using notes = new Notes()
    const told: unknown[] = []
    const result = pool.apply(task('talkAndWait', { folder: notes.folder }), 'now', {
      onReport: (report: Report) => {
        if (report.kind === 'message') told.push(report.message)
      },
    })
    await become(() => told.length > 0)
    expect(told).toEqual([{ said: 'now' }])
    notes.open('now')
    expect(await result).toBe('now')
  })

  it('is told whole and in order, however much it is', async () => {
    let next = 0
    const count = 50_000
    const result = await pool.apply(task('flood'), count, {
      onReport: (report: Report) => {
        if (report.kind === 'message' && report.message === next) next += 1
      },
    })
    expect(result).toBe(count)
    expect(next).toBe(count)
  })

  it('is dropped where nobody listens', async () => {
    expect(await pool.apply(task('flood'), 1000)).toBe(1000)
  })
})
