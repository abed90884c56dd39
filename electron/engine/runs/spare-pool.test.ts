import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkerKind, WorkerPool } from '../pool/index.ts'
import { SparePool } from './spare-pool.ts'

const workerUrl = new URL('../pool/module-worker.ts', import.meta.url)
const whichThread = { name: `${new URL('../pool/fixtures/tasks.ts', import.meta.url).href}#whichThread` }

/** Which workers do a piece of work, one after the other. */
function workersOf(pool: WorkerPool): Promise<string[]> {
  return pool.map<number, string>(whichThread, [1, 2, 3])
}

async function refusesWork(pool: WorkerPool): Promise<boolean> {
  return await workersOf(pool).then(
    () => false,
    () => true,
  )
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a pool that is kept', () => {
  it.each<WorkerKind>(['thread', 'process'])(
    'does the work of the next run with its workers: %s',
    async (kind) => {
      const spare = new SparePool({ workerUrl })
      const first = spare.take(kind, 1)
      const workers = await workersOf(first)
      await spare.keep(kind, first)
      const second = spare.take(kind, 1)
      expect(await workersOf(second)).toEqual(workers)
      // It is somebody's now.
      const third = spare.take(kind, 1)
      expect(await workersOf(third)).not.toContain(workers[0])
      await Promise.all([second.terminate(), third.terminate()])
    },
  )

  it('has as many workers as the next run asks for', async () => {
    const spare = new SparePool({ workerUrl })
    const first = spare.take('thread', 2)
    await workersOf(first)
    await spare.keep('thread', first)
    const second = spare.take('thread', 1)
    expect(second.workers).toBe(1)
    expect(new Set(await workersOf(second)).size).toBe(1)
    await second.terminate()
  })

  it('is not given to a run that needs workers of the other kind', async () => {
    const spare = new SparePool({ workerUrl })
    const first = spare.take('thread', 1)
    await spare.keep('thread', first)
    const other = spare.take('process', 1)
    expect(other).not.toBe(first)
    await other.terminate()
    await spare.close()
  })

  it('ends when another is kept in its place, when its memory is needed, and at the end', async () => {
    const spare = new SparePool({ workerUrl })
    const pools = ['thread', 'thread', 'thread', 'thread'].map(() => spare.take('thread', 1))
    const [first, second, third, fourth] = pools
    if (!first || !second || !third || !fourth) throw new Error('there are four')
    await spare.keep('thread', first)
    await spare.keep('thread', second)
    expect(await refusesWork(first)).toBe(true)
    await spare.release()
    expect(await refusesWork(second)).toBe(true)
    await spare.keep('thread', third)
    await spare.close()
    expect(await refusesWork(third)).toBe(true)
    await spare.keep('thread', fourth)
    expect(await refusesWork(fourth)).toBe(true)
  })

  it('ends when no run has come for a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const spare = new SparePool({ workerUrl })
    const pool = spare.take('thread', 1)
    await spare.keep('thread', pool)
    vi.advanceTimersByTime(59_999)
    expect(await refusesWork(pool)).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await refusesWork(pool)).toBe(true)
  })
})
