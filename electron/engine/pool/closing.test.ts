import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { collect, countedInput, Gates, kinds, range, rejectionOf, Runs, task } from './fixtures/support.ts'
import { PoolClosedError, PoolTerminatedError, WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  describe('close and join', () => {
    it('refuse further calls and let the others end', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      const results = collect(pool.imap(task('doubleLater'), range(100)))
      pool.close()
      expect(() => pool.imap(task('double'), [1])).toThrow(PoolClosedError)
      expect(() => pool.imapUnordered(task('double'), [1])).toThrow('The pool is closed')
      await pool.join()
      expect(await results).toHaveLength(100)
    })

    it('cannot be joined while it is open', async () => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      expect(await rejectionOf(pool.join())).toMatchObject({ code: 'POOL_NOT_CLOSED' })
    })

    it('let a call that nobody reads run to its end, with bounded memory', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      const runs = new Runs()
      const steps = range(2000).map((index) => ({ index, action: 'value' }))
      const stream = pool.imap(task('scripted', runs.cells), steps, { bufferSize: 16 })
      pool.close()
      await pool.join()
      expect(runs.upTo(2000)).toEqual(range(2000).map(() => 1))
      expect(await rejectionOf(stream.next())).toMatchObject({ code: 'RESULTS_DROPPED' })
    })

    it('keep the results of an unread call where there is room for all of them', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      const stream = pool.imap(task('double'), range(50))
      pool.close()
      await pool.join()
      expect(await collect(stream)).toEqual(range(50).map((number) => number * 2))
    })

    it('wait for a reader that has begun', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      const stream = pool.imap<number, number>(task('double'), range(500), { bufferSize: 8 })
      const results = [(await stream.next()).value]
      pool.close()
      const joined = pool.join()
      for await (const value of stream) results.push(value)
      await joined
      expect(results).toEqual(range(500).map((number) => number * 2))
    })

    it('resolve for a pool that never had a call', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      pool.close()
      await pool.join()
      await pool.join()
      expect(pool.activity()).toEqual([
        { worker: 1, item: null },
        { worker: 2, item: null },
      ])
    })
  })

  describe('terminate', () => {
    it('stops everything now, whatever is under way', async () => {
      const pool = new WorkerPool({ kind, workers: 2 })
      const gates = new Gates(100, 'shut')
      const input = countedInput(100)
      const stuck = pool.imap(task('gated', gates.cells), input.items, { chunkSize: 5 })
      const read = rejectionOf(stuck.next())
      await Promise.all([gates.hasBegun(0), gates.hasBegun(5)])
      const unread = pool.imap(task('double'), range(10))
      await pool.terminate()
      expect(await read).toBeInstanceOf(PoolTerminatedError)
      expect(await rejectionOf(unread.next())).toBeInstanceOf(PoolTerminatedError)
      expect(input.seen.isReturned).toBe(true)
      expect(() => pool.imap(task('double'), [1])).toThrow(PoolClosedError)
      await pool.terminate()
    })

    it('is what leaving a scope does', async () => {
      const gates = new Gates(1, 'shut')
      let read: Promise<unknown>
      {
        await using pool = new WorkerPool({ kind, workers: 1 })
        read = rejectionOf(pool.imap(task('gated', gates.cells), [0]).next())
        await gates.hasBegun(0)
      }
      expect(await read).toBeInstanceOf(PoolTerminatedError)
    })

    it('ends workers that are still starting', async () => {
      const pool = new WorkerPool({ kind, workers: 3 })
      await pool.terminate()
      expect(() => pool.imap(task('double'), [1])).toThrow(PoolClosedError)
    })
  })

  describe('a process with a pool', () => {
    it('stays alive for a call that is awaited, and not for an idle pool', async () => {
      const program = fileURLToPath(new URL('./fixtures/idle-pool.ts', import.meta.url))
      const { stdout } = await promisify(execFile)(process.execPath, [program, kind])
      expect(stdout).toBe('[2,4,6]')
    })

    it('stays alive until a worker that is being ended has ended, though nobody needs it', async () => {
      const program = fileURLToPath(new URL('./fixtures/unneeded-worker.ts', import.meta.url))
      const { stdout } = await promisify(execFile)(process.execPath, [program, kind])
      expect(stdout).toBe('ended')
    })
  })
})
