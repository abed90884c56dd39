import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import {
  become,
  collect,
  controlTask,
  Gates,
  range,
  rejectionOf,
  task,
  Runs,
  kinds,
} from './fixtures/support.ts'
import { InitializerFailedError, WorkerPool } from './index.ts'

describe.each(kinds)('with %s workers', (kind) => {
  const cpus = availableParallelism()

  describe('the number of workers', () => {
    it('grows at once, and all work', async () => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      const gates = new Gates(3, 'shut')
      const results = collect(pool.imap(task('gated', gates.cells), range(3), { chunkSize: 1 }))
      await gates.hasBegun(0)
      expect(pool.workers).toBe(1)
      pool.resize(3)
      expect(pool.workers).toBe(3)
      await Promise.all([gates.hasBegun(1), gates.hasBegun(2)])
      expect(pool.activity().map(({ item }) => item?.index)).toHaveLength(3)
      gates.openAll()
      expect(await results).toEqual(range(3))
    })

    it('shrinks when those that are too many have finished what they have', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const gates = new Gates(40, 'open')
      gates.shut(0)
      gates.shut(1)
      const results = collect(pool.imap(task('gated', gates.cells), range(40), { chunkSize: 1 }))
      await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
      pool.resize(1)
      expect(pool.workers).toBe(1)
      gates.openAll()
      expect(await results).toEqual(range(40))
      expect(range(40).every((item) => gates.runs(item) === 1)).toBe(true)
      await become(() => pool.stats().workers.each.length === 1)
      expect(pool.activity()).toEqual([{ worker: 1, item: null }])
      expect(await pool.map(task('double'), range(10))).toHaveLength(10)
    })

    it('can change to and fro while a call runs, and loses nothing', async () => {
      await using pool = new WorkerPool({ kind, workers: 2 })
      const runs = new Runs()
      const steps = range(3000).map((index) => ({ index, action: index % 50 === 0 ? 'later' : 'value' }))
      const stream = pool.imapUnordered<unknown, number>(task('scripted', runs.cells), steps, {
        bufferSize: 64,
      })
      const results: number[] = []
      for await (const value of stream) {
        results.push(value)
        if (results.length % 100 === 0) pool.resize(1 + ((results.length / 100) % 4))
      }
      expect(results.toSorted((a, b) => a - b)).toEqual(range(3000))
      expect(runs.upTo(3000).every((count) => count === 1)).toBe(true)
      pool.resize(2)
      expect(await pool.map(task('double'), range(10))).toHaveLength(10)
    })

    it.each([0, -1, 1.5, Number.NaN])('of %d is refused', async (workers) => {
      await using pool = new WorkerPool({ kind, workers: 1 })
      expect(() => pool.resize(workers)).toThrow(/`workers`/)
      expect(pool.workers).toBe(1)
    })

    it('may be far more than there is work for: few are started', async () => {
      await using pool = new WorkerPool({ kind, workers: 256 })
      expect(await pool.map(task('double'), range(2000))).toHaveLength(2000)
      const { started } = pool.stats().workers
      expect(started).toBeGreaterThanOrEqual(Math.min(256, cpus))
      expect(started).toBeLessThanOrEqual(cpus + 16)
      expect(pool.activity()).toHaveLength(256)
    })

    it('beyond the CPUs are started for items that wait', async () => {
      const workers = cpus + 2
      await using pool = new WorkerPool({ kind, workers })
      const gates = new Gates(workers, 'shut')
      const results = pool.map(task('gated', gates.cells), range(workers), { chunkSize: 1 })
      await Promise.all(range(workers).map((item) => gates.hasBegun(item)))
      expect(pool.stats().workers.started).toBe(workers)
      gates.openAll()
      expect(await results).toEqual(range(workers))
    })

    it('beyond the CPUs are started for items that wait behind others in the hands of a worker', async () => {
      const workers = cpus + 1
      await using pool = new WorkerPool({ kind, workers })
      // Quick ones first, after which several are given to a worker at a time.
      const quick = 40
      const count = quick + 4 * workers
      const gates = new Gates(count, 'open')
      for (const item of range(count).slice(quick)) gates.shut(item)
      const results = pool.map(task('gated', gates.cells), range(count), { chunkSize: 1 })
      await become(() => pool.activity().filter(({ item }) => item !== null).length === workers)
      gates.openAll()
      expect(await results).toEqual(range(count))
      expect(range(count).every((item) => gates.runs(item) === 1)).toBe(true)
    })
  })

  describe('maxTasksPerWorker', () => {
    it.each([1, 7])('of %d replaces each worker after so many items', async (maxTasksPerWorker) => {
      await using pool = new WorkerPool({ kind, workers: 2, maxTasksPerWorker })
      const runs = new Runs()
      const steps = range(12).map((index) => ({ index, action: 'value' }))
      const results = await pool.map(controlTask('stepped', runs.cells), steps, {
        settled: true,
        chunkSize: 3,
      })
      expect(results.map((result) => result.status)).toEqual(range(12).map(() => 'fulfilled'))
      expect(runs.upTo(12)).toEqual(range(12).map(() => 1))
      const { started, lost } = pool.stats().workers
      expect(started).toBeGreaterThanOrEqual(12 / maxTasksPerWorker)
      expect(lost).toBe(0)
      expect(pool.stats().workers.each.every(({ done }) => done <= maxTasksPerWorker)).toBe(true)
    })

    it('means that no worker ever runs more', async () => {
      await using pool = new WorkerPool({ kind, workers: 2, maxTasksPerWorker: 4 })
      const workers = await pool.map<number, number>(controlTask('whichWorker'), range(16))
      const counts = new Map<number, number>()
      for (const worker of workers) counts.set(worker, (counts.get(worker) ?? 0) + 1)
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(4)
    })

    it.each([0, 2.5])('of %d is refused', (maxTasksPerWorker) => {
      expect(() => new WorkerPool({ kind, workers: 1, maxTasksPerWorker })).toThrow(/`maxTasksPerWorker`/)
    })
  })

  describe('an initializer', () => {
    it('runs once in each worker, before it takes work', async () => {
      const runs = new Runs()
      await using pool = new WorkerPool({
        kind,
        workers: 2,
        initializer: controlTask('leaveBehind', { cells: runs.cells, value: 'this' }),
      })
      const seen = await pool.map(controlTask('initialized'), range(40), { chunkSize: 1 })
      expect(new Set(seen)).toEqual(new Set(['this']))
      await become(() => pool.stats().workers.each.every(({ state }) => state === 'idle'))
      expect(runs.of(0)).toBe(2)
    })

    it('runs in successors too', async () => {
      const runs = new Runs()
      await using pool = new WorkerPool({
        kind,
        workers: 1,
        maxTasksPerWorker: 2,
        initializer: controlTask('leaveBehind', { cells: runs.cells, value: 'that' }),
      })
      expect(await pool.map(controlTask('initialized'), range(6))).toEqual(range(6).map(() => 'that'))
      expect(runs.of(0)).toBeGreaterThanOrEqual(3)
    })

    it.each([
      ['refuseToStart', { cause: { message: 'no such device', code: 'ENODEV' } }],
      ['endWorker', {}],
      ['missing', {}],
    ])('that fails ends every call, and no more workers are started: %s', async (name, shape) => {
      await using pool = new WorkerPool({ kind, workers: 2, initializer: controlTask(name) })
      const running = await rejectionOf(pool.map(task('double'), range(10)))
      expect(running).toBeInstanceOf(InitializerFailedError)
      expect(running).toMatchObject({ code: 'INITIALIZER_FAILED', ...shape })
      await become(() => pool.stats().workers.each.length === 0)
      const { started } = pool.stats().workers
      for (const stream of [pool.imap(task('double'), [1]), pool.imapUnordered(task('double'), [2])]) {
        expect(await rejectionOf(stream.next())).toMatchObject({ code: 'INITIALIZER_FAILED' })
      }
      expect(await rejectionOf(pool.apply(task('double'), 1))).toMatchObject({ code: 'INITIALIZER_FAILED' })
      pool.resize(4)
      expect(pool.stats().workers.started).toBe(started)
      pool.close()
      await pool.join()
    })
  })
})
