import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { PoolClosedError, PoolTerminatedError, type WorkerPool } from '../index.ts'
import { kinds, makePool, Notes, numbers, rejectionOf, squares, task } from './fixtures/support.ts'

/** Runs a program of the fixtures with the kind of worker; what it prints, and that it ends with code 0. */
async function run(program: string, kind: string): Promise<string> {
  const path = fileURLToPath(new URL(`./fixtures/${program}`, import.meta.url))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [path, kind])
  expect(stderr).toBe('')
  return stdout.trim()
}

describe.each(kinds)('the end of a pool of %s workers', (kind) => {
  it('close, then join: what was submitted is done, what comes later is refused', async () => {
    const pool = makePool(kind)
    const results = numbers(0, 30).map((number) => pool.apply<number>(task('squareLater'), number))
    pool.close()
    expect(await rejectionOf(pool.map(task('square'), [1]))).toBeInstanceOf(PoolClosedError)
    expect(await rejectionOf(pool.apply(task('square'), 1))).toBeInstanceOf(PoolClosedError)
    expect(() => pool.imap(task('square'), [1])).toThrow(PoolClosedError)
    await pool.join()
    expect(await Promise.all(results)).toEqual(squares(30))
    expect(pool.stats().workers.each).toEqual([])
  })

  it('close, then join, with nothing ever submitted', async () => {
    const pool = makePool(kind)
    pool.close()
    await pool.join()
    expect(pool.stats().workers.each).toEqual([])
  })

  it('join waits for calls that wait behind others', async () => {
    using notes = new Notes()
    const pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const first = pool.apply(task('gated', { folder }), 'a')
    const second = pool.apply(task('gated', { folder }), 'b')
    await notes.haveBegun('a')
    pool.close()
    const joined = pool.join()
    notes.open('a', 'b')
    await joined
    expect(await Promise.all([first, second])).toEqual(['a', 'b'])
  })

  it.each(['imap', 'imapUnordered'] as const)(
    'close, then join, after %s was read in part through a small window does not hang',
    async (name) => {
      const pool = makePool(kind)
      const stream = pool[name]<number, number>(task('identity'), numbers(0, 1000), { bufferSize: 2 })
      await stream.next()
      pool.close()
      const joined = pool.join()
      await stream.return()
      await joined
      expect(pool.stats().items.succeeded).toBeLessThan(10)
    },
  )

  it('join of a call that nobody reads runs it to its end', async () => {
    using notes = new Notes()
    const pool = makePool(kind)
    pool.imap(task('noted', { folder: notes.folder }), numbers(0, 100), { bufferSize: 4 })
    pool.close()
    await pool.join()
    notes.expectOnce(numbers(0, 100))
  })

  it('terminate does not wait for what runs, nor for 10,000 items behind it', async () => {
    using notes = new Notes()
    const pool = makePool(kind, { workers: 3 })
    const { folder } = notes
    const mapped = rejectionOf(
      pool.map(task('loopAt', { folder, at: numbers(0, 10_000) }), numbers(0, 10_000), {
        chunkSize: 1,
      }),
    )
    await notes.haveBegun(0, 1, 2)
    await pool.terminate()
    await pool.terminate()
    expect(await mapped).toBeInstanceOf(PoolTerminatedError)
    notes.expectOnce([0, 1, 2])
    expect(pool.stats().workers.each).toEqual([])
    expect(await rejectionOf(pool.map(task('square'), [1]))).toBeInstanceOf(PoolClosedError)
  })

  it('drain lets what runs end, drops what has not begun, and then the pool can be joined', async () => {
    using notes = new Notes()
    const pool = makePool(kind, { workers: 1 })
    const { folder } = notes
    const stream = pool.imap<number, number>(task('gated', { folder }), numbers(0, 10), { chunkSize: 1 })
    await notes.haveBegun(0)
    stream.drain()
    pool.close()
    notes.open(...numbers(0, 10))
    expect(await Array.fromAsync(stream)).toEqual([0])
    await pool.join()
    notes.expectOnce([0])
  })

  it('terminate ends a pool that is being joined', async () => {
    using notes = new Notes()
    const pool = makePool(kind)
    const { folder } = notes
    const stuck = rejectionOf(pool.apply(task('loopAt', { folder, at: [1] }), 1))
    await notes.haveBegun(1)
    pool.close()
    const joined = pool.join()
    await pool.terminate()
    await joined
    expect(await stuck).toBeInstanceOf(PoolTerminatedError)
  })

  it('terminate while workers still start', async () => {
    const pool = makePool(kind, { workers: 3 })
    const result = rejectionOf(pool.apply(task('square'), 1))
    await pool.terminate()
    expect(await result).toBeInstanceOf(PoolTerminatedError)
    expect(pool.stats().workers.each).toEqual([])
  })

  it('the end of a scope terminates it', async () => {
    let left: WorkerPool
    {
      await using pool = makePool(kind)
      left = pool
      expect(await pool.map(task('square'), numbers(0, 10))).toEqual(squares(10))
    }
    expect(left.stats().workers.each).toEqual([])
    expect(await rejectionOf(left.map(task('square'), [1]))).toBeInstanceOf(PoolClosedError)
    await left.join()
    await left[Symbol.asyncDispose]()
  })

  it('comes by itself when a program forgets its pool', async () => {
    expect(await run('forgotten-pool.ts', kind)).toBe('81')
  })

  it('is that of a pool in a process that another process has started', async () => {
    expect(await run('pool-in-child.ts', kind)).toBe('[1,4,9,16,25,36,49]')
  })

  it('is that of a pool inside a worker of another pool', async () => {
    await using pool = makePool(kind)
    expect(await pool.apply(task('squaresInAPoolOfItsOwn'), [1, 2, 3])).toEqual([1, 4, 9])
  })
})

describe('a program that is its own task module', () => {
  it.each(kinds)('is refused where it would start pools without end: %s', async (kind) => {
    const path = fileURLToPath(new URL('./fixtures/own-task.ts', import.meta.url))
    const env = { ...process.env, OWN_TASK_KIND: kind }
    const error = await rejectionOf(promisify(execFile)(process.execPath, [path], { env }))
    expect(error).toMatchObject({ code: 1, stdout: '' })
    expect(error).toHaveProperty('stderr', expect.stringContaining(`code: 'TASK_NOT_LOADED'`))
    expect(error).toHaveProperty('stderr', expect.stringContaining('workers in workers without end'))
    expect(error).not.toHaveProperty('stderr', expect.stringContaining('Pools were started without end'))
  })

  it.each(kinds)('works where it makes its pool in the main thread only: %s', async (kind) => {
    expect(await run('guarded-own-task.ts', kind)).toBe('123')
  })
})

describe('a pool of 200 workers', () => {
  it.each(kinds)('does its work: %s', async (kind) => {
    await using pool = makePool(kind, { workers: 200 })
    const results = await pool.map<number, number>(task('square'), numbers(0, 1000))
    expect(results.reduce((sum, square) => sum + square, 0)).toBe(332_833_500)
    expect(pool.workers).toBe(200)
  })
})
