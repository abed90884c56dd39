import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { collect, Gates, kinds, range, rejectionOf, Runs, task } from './fixtures/support.ts'
import { forkProcess, WorkerPool, type ProcessRequest, type Settled } from './index.ts'
import { boardPathOf } from './process-runtime.ts'

function program(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
}

/** Whether the process runs. One that has ended and that nobody has asked about does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const state = `/proc/${pid}/stat`
  return !existsSync(state) || !readFileSync(state, 'utf8').includes(') Z ')
}

interface WatchedPool {
  readonly pool: WorkerPool
  /** The ids of its processes, in the order in which they were started. */
  readonly pids: number[]
  /** The files by which it sees them. */
  readonly boards: string[]
}

function watchedPool(workers: number): WatchedPool {
  const pids: number[] = []
  const boards: string[] = []
  const pool = new WorkerPool({
    workers,
    kind: 'process',
    startProcess: (request, events) => {
      const started = forkProcess(request, events)
      if (started.pid !== null) pids.push(started.pid)
      const board = boardPathOf(request.words)
      if (board !== null) boards.push(board)
      return started
    },
  })
  return { pool, pids, boards }
}

describe('a worker process that is killed from outside', () => {
  it('fails the item that it was running, and nothing else', async () => {
    const { pool, pids } = watchedPool(1)
    await using _ = pool
    const gates = new Gates(10, 'open')
    gates.shut(3)
    const stream = pool.imap(task('gated', gates.cells), range(10), { chunkSize: 10, settled: true })
    await gates.hasBegun(3)
    const [pid] = pids
    if (pid === undefined) throw new Error('There is no worker.')
    process.kill(pid, 'SIGKILL')
    const results = await collect(stream)
    expect(results.map(({ status }) => status)).toEqual(
      range(10).map((item) => (item === 3 ? 'rejected' : 'fulfilled')),
    )
    expect(results[3]).toMatchObject({ reason: { code: 'WORKER_DIED' } })
    expect(String(results[3]?.status === 'rejected' && results[3].reason)).toContain('signal SIGKILL')
    for (const item of range(10)) expect(gates.runs(item)).toBe(1)
  })

  it('while it has nothing to do is replaced without a word', async () => {
    const { pool, pids } = watchedPool(1)
    await using _ = pool
    expect(await pool.apply(task('double'), 1)).toBe(2)
    const [pid] = pids
    if (pid === undefined) throw new Error('There is no worker.')
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await setTimeout(2)
    expect(await pool.map(task('double'), range(50))).toEqual(range(50).map((item) => item * 2))
  })
})

describe('of quick items that are begun several at a time', () => {
  it.each([1, 50, 'auto'] as const)(
    'exactly the one that ends its worker fails, chunks of %s',
    async (chunkSize) => {
      await using pool = new WorkerPool({ kind: 'process', workers: 2 })
      const runs = new Runs()
      const items = range(3000).map((item) => (item % 1000 === 777 ? 'killer' : item))
      const results: Settled<unknown>[] = await collect(
        pool.imapUnordered(task('killing', runs.cells), items, { chunkSize, settled: true }),
      )
      expect(results.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(range(3000))
      const failed = results.filter(({ status }) => status === 'rejected').map(({ index }) => index)
      expect(failed.toSorted((a, b) => a - b)).toEqual([777, 1777, 2777])
      // What went down with a worker ran again, but not for ever.
      for (const item of range(3000)) {
        if (items[item] !== 'killer') expect(runs.of(item)).toBeGreaterThanOrEqual(1)
        expect(runs.of(item)).toBeLessThanOrEqual(3)
      }
    },
  )

  it('none fails because another process was killed from outside', async () => {
    const { pool, pids } = watchedPool(2)
    await using _ = pool
    const stream = pool.imapUnordered<number, number>(task('double'), range(200_000), { chunkSize: 100 })
    let read = 0
    let kills = 0
    for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
      read += batch.length
      const pid = pids.at(-1)
      if (kills < 3 && read > (kills + 1) * 40_000 && pid !== undefined) {
        process.kill(pid, 'SIGKILL')
        kills += 1
      }
    }
    expect(read).toBe(200_000)
    expect(pids.length).toBeGreaterThanOrEqual(3)
  })
})

describe('a worker process that ends by itself', () => {
  it('leaves what was too much to be sent at once', async () => {
    await using pool = new WorkerPool({ kind: 'process', workers: 1 })
    const items = [...range(6).map(() => 400_000), -1]
    const results = await collect(
      pool.imap<number, string>(task('longTextThenExit'), items, { chunkSize: 7, settled: true }),
    )
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value.length : 'died'))).toEqual([
      ...range(6).map(() => 400_000),
      'died',
    ])
    expect(String(results[6]?.status === 'rejected' && results[6].reason)).toContain('exited with code 6')
  })
})

describe('worker processes and the process that has started them', () => {
  it('do not outlive it, even in the middle of a task that never pauses', async () => {
    const gates = new Gates(2, 'shut')
    const parent = spawn(process.execPath, [program('mortal-parent.ts'), gates.cells], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const workers: number[] = []
    for await (const line of createInterface({ input: parent.stdout })) {
      workers.push(Number(line))
      if (workers.length === 2) parent.kill('SIGKILL')
    }
    expect(workers).toHaveLength(2)
    while (workers.some(isAlive)) await setTimeout(5)
  })

  it.each(kinds)('print where it prints, if nobody listens: %s', async (kind) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      program('printing-pool.ts'),
      kind,
    ])
    expect(stdout).toBe('out: from the worker\n')
    expect(stderr).toBe('error: from the worker\n')
  })

  it('leave no file behind', async () => {
    const { pool, pids, boards } = watchedPool(2)
    const gates = new Gates(2, 'shut')
    const stuck = pool.map(task('gated', gates.cells), [0, 1], { chunkSize: 1 })
    const ended = rejectionOf(stuck)
    await Promise.all([gates.hasBegun(0), gates.hasBegun(1)])
    await pool.terminate()
    expect(await ended).toMatchObject({ code: 'POOL_TERMINATED' })
    for (const pid of pids) expect(isAlive(pid)).toBe(false)
    expect(boards).toHaveLength(2)
    for (const board of boards) {
      expect(isAbsolute(board)).toBe(true)
      expect(existsSync(board)).toBe(false)
    }
  })
})

describe('how worker processes are started', () => {
  it('is up to the caller, who is told all that is needed', async () => {
    const requests: ProcessRequest[] = []
    await using pool = new WorkerPool({
      kind: 'process',
      workers: 1,
      resourceLimits: { maxOldGenerationSizeMb: 50, maxYoungGenerationSizeMb: 4 },
      startProcess: (request, events) => {
        requests.push(request)
        return forkProcess(request, events)
      },
    })
    expect(await pool.apply(task('double'), 4)).toBe(8)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      name: 'pool worker 1',
      nodeOptions: ['--max-old-space-size=50', '--max-semi-space-size=4'],
    })
    expect(requests[0]?.url.pathname).toContain('module-worker')
  })

  it('refuses limits that only threads can have', () => {
    const make = (): WorkerPool => new WorkerPool({ kind: 'process', resourceLimits: { stackSizeMb: 1 } })
    expect(make).toThrow(RangeError)
    expect(make).toThrow('stackSizeMb')
  })

  it('ends the call where none can be', async () => {
    await using pool = new WorkerPool({
      kind: 'process',
      workers: 2,
      startProcess: () => {
        throw new Error('no more processes')
      },
    })
    const error = await rejectionOf(pool.imap(task('double'), [1]).next())
    expect(error).toMatchObject({ code: 'WORKERS_NOT_STARTED' })
    expect(String(error)).toContain('could not be created: Error: no more processes')
  })
})

describe('shared memory', () => {
  it('is shared with threads', async () => {
    await using pool = new WorkerPool({ workers: 1 })
    const memory = new SharedArrayBuffer(4)
    expect(await pool.map(task('raise'), [memory, memory, memory])).toEqual([0, 1, 2])
  })

  it('cannot be shared with processes', async () => {
    await using pool = new WorkerPool({ kind: 'process', workers: 1 })
    const items = [1, new SharedArrayBuffer(4), 3]
    const results = await collect(pool.imap(task('double'), items, { settled: true, chunkSize: 3 }))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { code: 'ITEM_NOT_CLONEABLE' } })
  })
})
