import { afterAll, describe, expect, it } from 'vitest'
import { collect, kinds, range, rejectionOf, Runs, task } from './fixtures/support.ts'
import type { Action } from './fixtures/tasks.ts'
import { WorkerDiedError, WorkerPool, WorkersNotStartedError, type Settled } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const pool = new WorkerPool({ kind, workers: 2, resourceLimits: { maxOldGenerationSizeMb: 24 } })
  afterAll(() => pool.terminate())

  function script(
    count: number,
    actions: Readonly<Record<number, Action>>,
  ): { index: number; action: Action }[] {
    return range(count).map((index) => ({ index, action: actions[index] ?? 'value' }))
  }

  function fulfilled(results: readonly Settled<unknown>[]): number[] {
    return results.filter((result) => result.status === 'fulfilled').map((result) => result.index)
  }

  describe('a worker that dies', () => {
    const deaths: [Action, string][] = [
      ['exit', 'exited with code 3'],
      ['exit-later', 'exited with code 4'],
      ['throw-outside', 'threw outside of a task: Error: outside 5'],
      ['reject-outside', 'threw outside of a task: Error: rejected 5'],
      ['memory', 'ran out of memory'],
    ]
    // In a thread these would end the whole process.
    if (kind === 'process')
      deaths.push(['abort', 'crashed (SIGABRT)'], ['kill', 'was ended by signal SIGKILL'])

    it.each(deaths)('fails the one item that it was running: %s', async (action, how) => {
      const runs = new Runs()
      const results = await collect(
        pool.imap(task('scripted', runs.cells), script(20, { 5: action }), { settled: true, chunkSize: 10 }),
      )
      expect(fulfilled(results)).toEqual(range(20).filter((index) => index !== 5))
      const died = results[5]
      expect(died).toMatchObject({ status: 'rejected', index: 5, reason: { code: 'WORKER_DIED' } })
      if (died?.status !== 'rejected') throw new Error('Expected a rejection.')
      expect(died.reason).toBeInstanceOf(WorkerDiedError)
      expect(died.reason.message).toContain(how)
      expect(died.startedAt).toBeGreaterThan(0)
      expect(runs.of(5)).toBe(1)
      for (const index of range(20).slice(6)) expect(runs.of(index)).toBe(1)
    })

    it('keeps the finished results of its chunk, which are not run again', async () => {
      const runs = new Runs()
      const results = await collect(
        pool.imap(task('scripted', runs.cells), script(30, { 9: 'exit', 19: 'throw-outside', 29: 'exit' }), {
          settled: true,
          chunkSize: 10,
        }),
      )
      expect(fulfilled(results)).toHaveLength(27)
      expect(runs.upTo(30)).toEqual(range(30).map(() => 1))
    })

    it('is replaced as often as need be, and the pool goes on', async () => {
      const runs = new Runs()
      const everyItem = Object.fromEntries(range(12).map((index) => [index, 'exit' as const]))
      const results = await collect(
        pool.imap(task('scripted', runs.cells), script(12, everyItem), { settled: true, chunkSize: 4 }),
      )
      expect(results.map((result) => result.status)).toEqual(range(12).map(() => 'rejected'))
      expect(runs.upTo(12)).toEqual(range(12).map(() => 1))
      expect(await collect(pool.imap(task('double'), range(4)))).toEqual([0, 2, 4, 6])
    })

    it('rejects a plain stream at the place of the item', async () => {
      const runs = new Runs()
      const stream = pool.imap(task('scripted', runs.cells), script(3, { 1: 'exit' }), { chunkSize: 3 })
      expect((await stream.next()).value).toBe(0)
      expect(await rejectionOf(stream.next())).toMatchObject({ code: 'WORKER_DIED' })
      expect((await stream.next()).value).toBe(2)
      expect((await stream.next()).done).toBe(true)
    })

    it('does not touch another call', async () => {
      const runs = new Runs()
      const deadly = Object.fromEntries(
        range(40).map((index) => [index, index % 4 === 0 ? 'exit' : 'later'] as const),
      )
      const [mixed, peaceful] = await Promise.all([
        collect(pool.imap(task('scripted', runs.cells), script(40, deadly), { settled: true, chunkSize: 2 })),
        collect(pool.imap(task('doubleLater'), range(400))),
      ])
      expect(fulfilled(mixed)).toHaveLength(30)
      expect(peaceful).toEqual(range(400).map((number) => number * 2))
    })
  })

  describe('workers that cannot be started', () => {
    it.each([
      ['broken-worker.ts', 'this entry is broken'],
      ['missing-worker.ts', 'missing-worker.ts'],
      ['silent-worker.ts', 'exited with code 0 before it was ready'],
      ['short-lived-worker.ts', 'exited with code 9'],
    ])('end the call with a clear error: %s', async (entry, message) => {
      await using broken = new WorkerPool({
        kind,
        workers: 2,
        workerUrl: new URL(`./fixtures/${entry}`, import.meta.url),
      })
      for (const stream of [
        broken.imap(task('double'), range(100)),
        broken.imapUnordered(task('double'), range(100), { settled: true }),
      ]) {
        const error = await rejectionOf(stream.next())
        expect(error).toBeInstanceOf(WorkersNotStartedError)
        expect(error).toHaveProperty('code', 'WORKERS_NOT_STARTED')
        expect(String(error)).toContain(message)
        expect((await stream.next()).done).toBe(true)
      }
    })

    it('end the call where no thread can be made of the address', async () => {
      await using broken = new WorkerPool({
        kind,
        workers: 1,
        workerUrl: new URL('http://127.0.0.1/worker.js'),
      })
      const error = await rejectionOf(broken.imap(task('double'), [1]).next())
      expect(error).toBeInstanceOf(WorkersNotStartedError)
    })
  })
})
