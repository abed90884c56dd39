import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { forkProcess } from '../fork-process.ts'
import { InitializerFailedError, WorkersNotStartedError, WorkerPool } from '../index.ts'
import { become, kinds, makePool, Notes, numbers, rejectionOf, squares, task } from './fixtures/support.ts'

describe.each(kinds)('an initializer, in %s workers', (kind) => {
  it('is called once in each worker, before it takes work, with its parameters', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1, initializer: task('prepare', { folder: notes.folder }) })
    const places = new Set(await pool.map<number, string>(task('whereRun'), numbers(0, 50)))
    expect(notes.begun).toEqual([...places].map((place) => `prepared ${place}`))
    expect(places.size).toBe(1)
  })

  it('runs in the workers of a pool that is closed at once, if they start at all', async () => {
    using notes = new Notes()
    const pool = makePool(kind, { workers: 1, initializer: task('prepare', { folder: notes.folder }) })
    const result = pool.apply(task('square'), 2)
    pool.close()
    await pool.join()
    expect(await result).toBe(4)
    expect(notes.begun).toHaveLength(1)
  })

  it('that throws ends every call, and no more workers are started', async () => {
    await using pool = makePool(kind, { initializer: task('prepareBadly') })
    const errors = await Promise.all([
      rejectionOf(pool.map(task('square'), numbers(0, 10))),
      rejectionOf(pool.apply(task('square'), 1)),
    ])
    for (const error of [...errors, await rejectionOf(pool.apply(task('square'), 1))]) {
      expect(error).toBeInstanceOf(InitializerFailedError)
      expect(error).toMatchObject({ code: 'INITIALIZER_FAILED', cause: { message: 'could not prepare' } })
    }
    expect(pool.stats().workers.started).toBeLessThanOrEqual(2)
  })

  it('that is no reference to a task is refused', () => {
    expect(() => void Reflect.construct(WorkerPool, [{ kind, initializer: 1 }])).toThrow(TypeError)
  })
})

describe.each(kinds)('%s workers with a limited life', (kind) => {
  it('are replaced, between items, and every result is right', async () => {
    await using pool = makePool(kind, { workers: 3, maxTasksPerWorker: 10 })
    const calls = numbers(0, 100).map((number) => pool.apply<number>(task('square'), number))
    expect(await Promise.all(calls)).toEqual(squares(100))
    const { started, lost } = pool.stats().workers
    // Ten workers at least for a hundred items.
    expect(started).toBeGreaterThanOrEqual(10)
    expect(lost).toBe(0)
  })

  it('run no more items than that, whatever the size of chunks', async () => {
    await using pool = makePool(kind, { workers: 2, maxTasksPerWorker: 7 })
    const places = await pool.map<number, string>(task('whereRun'), numbers(0, 60), { chunkSize: 10 })
    expect(places).toHaveLength(60)
    for (const place of new Set(places)) {
      expect(places.filter((other) => other === place).length).toBeLessThanOrEqual(7)
    }
  })

  it('do not keep join waiting when the pool is closed early', async () => {
    const pool = makePool(kind, { workers: 3, maxTasksPerWorker: 1 })
    const calls = numbers(0, 6).map((number) => pool.apply<number>(task('squareLater'), number))
    pool.close()
    await pool.join()
    expect(await Promise.all(calls)).toEqual(squares(6))
    expect(pool.stats().workers.each).toEqual([])
  })
})

describe.each(kinds)('how many %s workers there are', (kind) => {
  it('is the number of logical CPUs where nothing else is said', async () => {
    await using pool = new WorkerPool({ kind })
    expect(pool.workers).toBe(availableParallelism())
  })

  it('grows with the work and never beyond what was said', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 4 })
    const { folder } = notes
    const items = numbers(0, 6)
    const calls = items.map((item) => pool.apply(task('gated', { folder }), item))
    await notes.haveBegun(0, 1, 2, 3)
    expect(notes.begun).toHaveLength(4)
    expect(pool.stats().workers.each).toHaveLength(4)
    notes.open(...items)
    expect(await Promise.all(calls)).toEqual(items)
    expect(pool.stats().workers.started).toBe(4)
  })

  it('changes with resize, up and down, and no item is lost or run twice', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const items = numbers(0, 6)
    const mapped = pool.map(task('gated', { folder }), items, { chunkSize: 1 })
    await notes.haveBegun(0)
    expect(notes.begun).toHaveLength(1)
    pool.resize(3)
    await notes.haveBegun(0, 1, 2)
    expect(pool.workers).toBe(3)
    pool.resize(1)
    notes.open(...items)
    expect(await mapped).toEqual(items)
    notes.expectOnce(items)
    await become(() => pool.stats().workers.each.length === 1)
    expect(() => pool.resize(0)).toThrow(RangeError)
  })

  it('is none after the end', async () => {
    const pool = makePool(kind, { workers: 4 })
    await pool.map(task('square'), numbers(0, 10))
    await pool.terminate()
    expect(pool.stats().workers.each).toEqual([])
    expect(pool.activity().every(({ item }) => item === null)).toBe(true)
  })

  it('tells who is idle and who is busy', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 2 })
    const { folder } = notes
    await pool.map(task('square'), numbers(0, 10))
    await become(() => pool.stats().workers.each.every(({ state }) => state === 'idle'))
    const first = pool.apply(task('gated', { folder }), 'a')
    await notes.haveBegun('a')
    const states = (): string[] =>
      pool
        .stats()
        .workers.each.map(({ state }) => state)
        .toSorted()
    // A worker that was still loading the task when the item was given to the other is busy with that.
    await become(() => states().join() === 'busy,idle')
    const second = pool.apply(task('gated', { folder }), 'b')
    await notes.haveBegun('b')
    expect(states()).toEqual(['busy', 'busy'])
    notes.open('a', 'b')
    await Promise.all([first, second])
    await become(() => states().every((state) => state === 'idle'))
  })
})

describe.each(kinds)('the figures of a pool of %s workers', (kind) => {
  it('count what was done, and how long it waited and ran', async () => {
    await using pool = makePool(kind)
    expect(pool.stats().runTime).toMatchObject({ count: 0, min: 0, mean: 0, max: 0 })
    const calls = numbers(0, 10).map((number) => pool.apply(task('square'), number))
    await Promise.all([...calls, rejectionOf(pool.apply(task('throwRangeError'), 1))])
    const { waitTime, runTime, items, workers } = pool.stats()
    expect(items).toMatchObject({ pulled: 11, succeeded: 10, failed: 1, running: 0, queued: 0 })
    for (const { count, min, mean, max, p50, p90, p99 } of [waitTime, runTime]) {
      expect(count).toBe(11)
      expect(min).toBeGreaterThanOrEqual(0)
      expect([min, p50, p90, p99, max].toSorted((a, b) => a - b)).toEqual([min, p50, p90, p99, max])
      expect(mean).toBeGreaterThanOrEqual(min)
      expect(mean).toBeLessThanOrEqual(max)
    }
    expect(workers.each.reduce((sum, { done }) => sum + done, 0)).toBe(11)
    for (const { utilisation } of workers.each) {
      expect(utilisation).toBeGreaterThanOrEqual(0)
      expect(utilisation).toBeLessThanOrEqual(1)
    }
  })
})

describe('processes that cannot be started', () => {
  it('leave the work to those that could, of which none is left behind', async () => {
    const started: number[] = []
    const pool = makePool('process', {
      workers: 2,
      startProcess: (request, events) => {
        if (started.length >= 1) throw new Error('no more processes today')
        const child = forkProcess(request, events)
        if (child.pid !== null) started.push(child.pid)
        return child
      },
    })
    // One worker is enough for the work.
    expect(await pool.map(task('square'), numbers(0, 10))).toEqual(squares(10))
    await pool.terminate()
    expect(started).toHaveLength(1)
    for (const pid of started) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('end the call where not even one can be', async () => {
    await using pool = makePool('process', {
      workers: 2,
      startProcess: () => {
        throw new Error('no processes today')
      },
    })
    const error = await rejectionOf(pool.map(task('square'), numbers(0, 10)))
    expect(error).toBeInstanceOf(WorkersNotStartedError)
    expect(error).toHaveProperty('message', expect.stringContaining('no processes today'))
  })
})

describe('the kinds', () => {
  it('are what they say: threads are in this process, processes are not', async () => {
    for (const kind of kinds) {
      await using pool = makePool(kind)
      const place = await pool.apply<string>(task('whereRun'), 0)
      expect(place.startsWith(`${process.pid}:`)).toBe(kind === 'thread')
    }
  })
})
