import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { ControlStep } from './fixtures/control-tasks.ts'
import { controlTask, kinds, range, Runs } from './fixtures/support.ts'
import { WorkerPool, type ResultStream, type Settled } from './index.ts'

vi.setConfig({ testTimeout: 600_000 })

/** Longer than any item takes that does not hang, also where the machine has other things to do. */
const timeout = 2500

/** What may be done to a call, after so many of its results. */
const anyDeed = fc.record({
  after: fc.nat(60),
  deed: fc.oneof(
    fc.record({ kind: fc.constant('resize' as const), workers: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('pause' as const) }),
    fc.record({ kind: fc.constant('resume' as const) }),
    fc.record({ kind: fc.constant('endItem' as const), index: fc.nat(120) }),
    fc.record({ kind: fc.constant('drain' as const) }),
  ),
})

/** A call with hanging items, and what is done to it while it runs. */
const anyCall = fc.record({
  chunkSize: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1, max: 12 })),
  bufferSize: fc.integer({ min: 12, max: 60 }),
  ordered: fc.boolean(),
  priority: fc.integer({ min: -2, max: 2 }),
  /** How many turns of the event loop the reader lets pass after each result. */
  dawdles: fc.nat(3),
  actions: fc.array(
    fc.oneof(
      { weight: 60, arbitrary: fc.constant<ControlStep['action']>('value') },
      { weight: 6, arbitrary: fc.constant<ControlStep['action']>('fail') },
      { weight: 1, arbitrary: fc.constant<ControlStep['action']>('exit') },
    ),
    { maxLength: 100 },
  ),
  /** The item that hangs: one of a call at most, because each takes its whole limit. */
  hangs: fc.option(
    fc.record({ index: fc.nat(100), action: fc.constantFrom('spin' as const, 'never' as const) }),
    { freq: 3 },
  ),
  deeds: fc.array(anyDeed, { maxLength: 5 }),
})

type AnyCall = typeof anyCall extends fc.Arbitrary<infer Call> ? Call : never
type Deed = AnyCall['deeds'][number]['deed']

function stepsOf(call: AnyCall): ControlStep[] {
  return call.actions.map((action, index) => ({
    index,
    action: index === call.hangs?.index ? call.hangs.action : action,
  }))
}

function perform(pool: WorkerPool, stream: ResultStream<unknown>, deed: Deed, ended: Set<number>): void {
  switch (deed.kind) {
    case 'resize':
      pool.resize(deed.workers)
      break
    case 'endItem':
      if (stream.endItem(deed.index)) ended.add(deed.index)
      break
    case 'pause':
    case 'resume':
    case 'drain':
      stream[deed.kind]()
      break
  }
}

function codeOf(result: Settled<unknown>): unknown {
  return result.status === 'rejected' && 'code' in result.reason ? result.reason.code : null
}

function expectOutcome(result: Settled<unknown>, action: ControlStep['action'], wasEnded: boolean): void {
  const code = codeOf(result)
  if (wasEnded && code === 'ITEM_ENDED') return
  expect(code).not.toBe('ITEM_ENDED')
  switch (action) {
    case 'value':
      expect(result).toMatchObject({ status: 'fulfilled', value: result.index })
      break
    case 'fail':
      expect(result).toMatchObject({ status: 'rejected', reason: { message: `failed ${result.index}` } })
      break
    case 'exit':
      expect(code).toBe('WORKER_DIED')
      break
    case 'spin':
    case 'never':
      expect(code).toBe('TIMEOUT')
      break
  }
}

async function play(pool: WorkerPool, call: AnyCall): Promise<void> {
  const runs = new Runs()
  const steps = stepsOf(call)
  const ended = new Set<number>()
  const results: Settled<unknown>[] = []
  let pulled = 0
  function* generate(): Generator<ControlStep> {
    for (const step of steps) {
      pulled += 1
      expect(pulled - results.length).toBeLessThanOrEqual(call.bufferSize + 1)
      yield step
    }
  }
  const { chunkSize, bufferSize, priority } = call
  const options = { chunkSize, bufferSize, priority, timeout, settled: true } as const
  const task = controlTask('stepped', runs.cells)
  const stream = call.ordered
    ? pool.imap(task, generate(), options)
    : pool.imapUnordered(task, generate(), options)
  const deeds = [...call.deeds]
  const act = (): void => {
    for (const { after, deed } of deeds.filter((one) => one.after <= results.length)) {
      perform(pool, stream, deed, ended)
      deeds.splice(
        deeds.findIndex((one) => one.deed === deed && one.after === after),
        1,
      )
      // A reader that waits for a paused call would wait for ever.
      if (deed.kind === 'pause') setImmediate(() => stream.resume())
    }
  }
  act()
  for await (const result of stream) {
    results.push(result)
    act()
    for (let turn = 0; turn < call.dawdles; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  const indexes = results.map(({ index }) => index)
  expect(new Set(indexes).size).toBe(indexes.length)
  for (const result of results) {
    expectOutcome(result, steps[result.index]?.action ?? 'value', ended.has(result.index))
  }
  const wasDrained = call.deeds.some(({ deed }) => deed.kind === 'drain')
  if (!wasDrained) expect(indexes.toSorted((a, b) => a - b)).toEqual(range(steps.length))
  if (call.ordered) expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  for (const index of indexes) {
    const isUnbegun =
      codeOf(results.find((result) => result.index === index) ?? neverEnded(index)) === 'ITEM_ENDED'
    if (!isUnbegun) expect(runs.of(index)).toBeGreaterThanOrEqual(1)
  }
  // Finished, and lost with their worker before their results were sent: such items may run again.
  for (const { index, action } of steps) {
    expect(runs.of(index)).toBeLessThanOrEqual(action === 'value' || action === 'fail' ? 3 : 1)
  }
}

function neverEnded(index: number): never {
  throw new Error(`Item ${index} has no result.`)
}

describe.each(kinds)('any deeds, with %s workers', (kind) => {
  it('leave every item exactly one outcome, and the pool in order', async () => {
    await using pool = new WorkerPool({ kind, workers: 2 })
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 3 }), async (calls) => {
        await Promise.all(calls.map((call) => play(pool, call)))
        const { calls: callCounts, items } = pool.stats()
        expect(callCounts.open).toBe(0)
        expect(items.pulled).toBe(items.succeeded + items.failed + items.dropped)
        expect(items.queued).toBe(0)
      }),
      { numRuns: kind === 'thread' ? 40 : 15 },
    )
    pool.resize(2)
    expect(await pool.map(controlTask('stepped', new Runs().cells), stepsOf(plainCall))).toEqual(range(50))
  })
})

const plainCall: AnyCall = {
  chunkSize: 'auto',
  bufferSize: 12,
  ordered: true,
  priority: 0,
  dawdles: 0,
  actions: range(50).map(() => 'value' as const),
  hangs: null,
  deeds: [],
}
