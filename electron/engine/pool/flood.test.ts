import { describe, expect, it } from 'vitest'
import { kinds, range, Runs, task } from './fixtures/support.ts'
import { WorkerPool } from './index.ts'

describe.each(kinds)('a task of a %s worker that says very much without a pause', (kind) => {
  it('waits until it is heard: what is under way stays little', async () => {
    await using pool = new WorkerPool({ kind, workers: 1 })
    const said = new Runs()
    const count = 20_000
    const heard: unknown[] = []
    let furthestAhead = 0
    await pool.apply(task('flood', said.cells), count, {
      onReport: (report) => {
        heard.push(report.kind === 'message' ? report.message : null)
        if (heard.length % 50 === 0) furthestAhead = Math.max(furthestAhead, said.of(0) - heard.length)
      },
    })
    expect(heard).toEqual(range(count))
    // A message is some thirty bytes; a process may have a quarter of a megabyte of them under way.
    expect(furthestAhead).toBeLessThanOrEqual(kind === 'thread' ? 65 : 10_000)
  })

  it('is heard while it runs, though the pool hears from the worker in no other way', async () => {
    await using pool = new WorkerPool({ kind, workers: 1 })
    const controller = new AbortController()
    const heard: unknown[] = []
    const endless = pool.apply(task('floodForEver'), 0, {
      signal: controller.signal,
      onReport: (report) => {
        heard.push(report)
        if (heard.length === 5000) controller.abort(new Error('heard enough'))
      },
    })
    await expect(endless).rejects.toThrow('heard enough')
    expect(heard.length).toBeGreaterThanOrEqual(5000)
  })
})
