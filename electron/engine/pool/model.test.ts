import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { Gates, kinds, range, Runs, task } from './fixtures/support.ts'
import type { Action } from './fixtures/tasks.ts'
import { WorkerPool, type Settled } from './index.ts'

vi.setConfig({ testTimeout: 300_000 })

/** A call in every way in which it can go, and what is done to it. `deadly` are further ways for items to end their worker. */
function makeAnyCall(deadly: readonly Action[]) {
  return fc.record({
    workers: fc.integer({ min: 1, max: 3 }),
    chunkSize: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1, max: 12 })),
    extraBuffer: fc.option(fc.nat(40)),
    ordered: fc.boolean(),
    input: fc.constantFrom('array', 'generator', 'async'),
    actions: fc.array(
      fc.oneof(
        { weight: 30, arbitrary: fc.constant<Action>('value') },
        { weight: 6, arbitrary: fc.constant<Action>('later') },
        { weight: 4, arbitrary: fc.constant<Action>('fail') },
        { weight: 2, arbitrary: fc.constant<Action>('function') },
        { weight: 1, arbitrary: fc.constant<Action>('exit') },
        { weight: 1, arbitrary: fc.constant<Action>('throw-outside') },
        ...deadly.map((action) => ({ weight: 1, arbitrary: fc.constant(action) })),
      ),
      { maxLength: 120 },
    ),
    /** The reader leaves after so many results. */
    leaveAfter: fc.option(fc.nat(60), { freq: 3 }),
    /** The call is aborted after so many results. */
    abortAfter: fc.option(fc.nat(60), { freq: 3 }),
    inputFailsAt: fc.option(fc.nat(100), { freq: 5 }),
    batches: fc.boolean(),
  })
}

const anyCalls = { thread: makeAnyCall([]), process: makeAnyCall(['kill']) }

type AnyCall = typeof anyCalls.thread extends fc.Arbitrary<infer Call> ? Call : never
interface Step {
  readonly index: number
  readonly action: Action
}

function makeInput(call: AnyCall, pulled: () => void): Iterable<Step> | AsyncIterable<Step> {
  const steps = call.actions.map((action, index) => ({ index, action }))
  function* generate(): Generator<Step> {
    for (const step of steps) {
      if (step.index === call.inputFailsAt) throw new Error('input failed')
      pulled()
      yield step
    }
  }
  async function* generateLater(): AsyncGenerator<Step> {
    for (const step of generate()) {
      if (step.index % 5 === 0) await new Promise((resolve) => setImmediate(resolve))
      yield step
    }
  }
  if (call.input === 'array') return steps
  return call.input === 'async' ? generateLater() : generate()
}

function expectOutcome(result: Settled<unknown>, action: Action | undefined): void {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the others are not in the inputs
  switch (action) {
    case 'value':
    case 'later':
      expect(result).toMatchObject({ status: 'fulfilled', value: result.index })
      break
    case 'fail':
      expect(result).toMatchObject({ status: 'rejected', reason: { message: `failed ${result.index}` } })
      break
    case 'function':
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'RESULT_NOT_CLONEABLE' } })
      break
    case 'exit':
    case 'throw-outside':
    case 'kill':
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'WORKER_DIED' } })
      break
    default:
      throw new Error(`The input has no item ${result.index} of that kind.`)
  }
}

async function play(pool: WorkerPool, call: AnyCall): Promise<void> {
  const runs = new Runs()
  // What a killed worker had finished and not yet sent runs again; any other end tells what was done.
  const mostRuns = call.actions.includes('kill') ? 3 : 1
  const controller = new AbortController()
  const bufferSize =
    call.extraBuffer === null
      ? undefined
      : (call.chunkSize === 'auto' ? 1 : call.chunkSize) + call.extraBuffer
  let pulled = 0
  const results: Settled<unknown>[] = []
  const countPull = (): void => {
    pulled += 1
    if (bufferSize !== undefined)
      expect(pulled - results.length).toBeLessThanOrEqual(bufferSize + largestRead)
  }
  // Results of a read count as read before this reader has seen them.
  const largestRead = call.batches ? (bufferSize ?? 0) : 1
  const options = {
    chunkSize: call.chunkSize,
    settled: true,
    signal: controller.signal,
    ...(bufferSize === undefined ? {} : { bufferSize }),
  } as const
  const input = makeInput(call, countPull)
  const stream = call.ordered
    ? pool.imap(task('scripted', runs.cells), input, options)
    : pool.imapUnordered(task('scripted', runs.cells), input, options)

  const end = await read()

  for (const result of results) expectOutcome(result, call.actions[result.index])
  const indexes = results.map((result) => result.index)
  expect(new Set(indexes).size).toBe(indexes.length)
  for (const index of indexes) expect(runs.of(index)).toBeGreaterThanOrEqual(1)
  for (const count of runs.upTo(call.actions.length)) expect(count).toBeLessThanOrEqual(mostRuns)
  if (call.ordered) expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  const failsAt = call.input === 'array' ? null : call.inputFailsAt
  const inputEnd = failsAt !== null && failsAt < call.actions.length ? failsAt : call.actions.length
  if (end === 'complete') expect(indexes.toSorted((a, b) => a - b)).toEqual(range(inputEnd))
  if (end === 'complete') expect(inputEnd).toBe(call.actions.length)
  if (end === 'input failed') expect(indexes.toSorted((a, b) => a - b)).toEqual(range(inputEnd))
  if (end === 'input failed') expect(inputEnd).toBe(failsAt)

  async function read(): Promise<string> {
    for (;;) {
      if (call.leaveAfter !== null && results.length >= call.leaveAfter) {
        await stream.return()
        return 'left'
      }
      if (call.abortAfter !== null && results.length >= call.abortAfter)
        controller.abort(new Error('aborted'))
      try {
        if (call.batches) {
          const batch = await stream.nextBatch()
          if (batch === null) return 'complete'
          results.push(...batch)
        } else {
          const next = await stream.next()
          if (next.done === true) return 'complete'
          results.push(next.value)
        }
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    }
  }
}

describe.each(kinds)('any call of %s workers', (kind) => {
  it('gives every item exactly one outcome, in the promised order and within its bounds', async () => {
    const pools = [1, 2, 3].map((workers) => new WorkerPool({ kind, workers }))
    await fc.assert(
      fc.asyncProperty(anyCalls[kind], async (call) => {
        const pool = pools[call.workers - 1]
        if (pool === undefined) throw new Error('There is no such pool.')
        await play(pool, call)
      }),
      { numRuns: kind === 'thread' ? 300 : 100 },
    )
    await Promise.all(pools.map((pool) => pool.terminate()))
  })

  it('does so beside others on the same pool', async () => {
    await using pool = new WorkerPool({ kind, workers: 2 })
    await fc.assert(
      fc.asyncProperty(fc.array(anyCalls[kind], { minLength: 2, maxLength: 4 }), async (calls) => {
        await Promise.all(calls.map((call) => play(pool, call)))
      }),
      { numRuns: kind === 'thread' ? 60 : 20 },
    )
  })

  it('leaves nothing behind: an idle pool does nothing', async () => {
    await using pool = new WorkerPool({ kind, workers: 2 })
    const gates = new Gates(40, 'open')
    for (const round of range(20)) {
      const stream = pool.imap(task('gated', gates.cells), range(40), { bufferSize: 10 })
      for (let read = 0; read < round; read += 1) await stream.next()
      await stream.return()
    }
    expect(await pool.imap(task('double'), [21]).next()).toEqual({ done: false, value: 42 })
    // A worker may still be at an item of which nobody wants the result any more.
    await expect.poll(() => pool.activity().every((entry) => entry.item === null)).toBe(true)
  })
})
