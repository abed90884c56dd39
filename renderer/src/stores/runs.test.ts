import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, nextTick, shallowRef } from 'vue'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { nothingLeftOut, type RunCounts, type RunProgress, type RunState } from '../../../shared/model/run.ts'
import type { ConnectionState } from '../platform/connection.ts'
import { createTestClient } from '../platform/test-client.ts'
import { platformKey } from '../platform/platform.ts'
import { useRunsStore } from './runs.ts'

const noCounts: RunCounts = {
  ...{ total: 0, succeeded: 0, failed: 0, alreadyDone: 0, skipped: 0, remaining: 0, retrying: 0 },
}

function progress(id: number, done: number, state: RunState = 'running'): RunProgress {
  return {
    run: {
      id,
      name: `run ${id}`,
      state,
      task: { type: 'checksum', parameters: {} },
      execution: chosenExecutionSchema.parse({ workers: 2 }),
      inputs: [],
      inputCount: 0,
      startedAt: '2026-11-22T12:00:00Z',
      finishedAt: state === 'running' ? null : '2026-11-22T12:01:00Z',
      enumerated: true,
      counts: { ...noCounts, total: 100, succeeded: done, failed: 0, remaining: 100 - done },
      bytesTotal: 0,
      bytesDone: 0,
      leftOut: nothingLeftOut,
      error: null,
      ...{ pause: null, stopReason: null, notBefore: null, sessions: 1, timeSpent: 0, outputs: null },
    },
    elapsed: done * 10,
    itemsPerSecond: 100,
    bytesPerSecond: 0,
    remaining: null,
    workers: [],
    waiting: null,
    ...{ phase: 'working', draining: false, delayed: 0, parked: [] },
  }
}

/** A stream of events into which a test puts what it likes. */
class Events {
  #sequence = 0
  readonly #waiting: EngineEvent[] = []
  #wake = (): void => undefined

  snapshot(...active: RunProgress[]): void {
    this.#put({ type: 'snapshot', sequence: this.#sequence, active })
  }

  progress(one: RunProgress): void {
    this.#put({ type: 'progress', sequence: this.#sequence, progress: one })
  }

  #put(event: EngineEvent): void {
    this.#sequence += 1
    this.#waiting.push(event)
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EngineEvent> {
    for (;;) {
      const event = this.#waiting.shift()
      if (event !== undefined) {
        yield event
        continue
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

function makeStore(answers: Readonly<Record<string, (input: unknown) => unknown>> = {}) {
  const events = new Events()
  const client = createTestClient({ 'runs.watch': () => events, ...answers })
  const connection = {
    state: shallowRef<ConnectionState>({ kind: 'connecting' }),
    client,
    retry: () => undefined,
    stop: () => undefined,
  }
  const pinia = createPinia()
  const app = createApp({}).use(pinia)
  app.provide(platformKey, {
    connection,
    client,
    desktop: {
      inputActions: [],
      pathsOfDrop: null,
      exportCsv: () => Promise.resolve({ kind: 'cancelled' }),
      exportComparison: () => Promise.resolve({ kind: 'cancelled' }),
      showInFolder: null,
      openFile: null,
      onCommand: () => () => {},
      notifications: null,
      app: null,
    },
  })
  const store = app.runWithContext(() => useRunsStore(pinia))
  stops.push(() => {
    store.$dispose()
  })
  return { store, events }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
  await nextTick()
}

describe('the runs store', () => {
  it('shows what a snapshot tells, and the end of a run', async () => {
    const { store, events } = makeStore()
    events.snapshot(progress(1, 10), progress(2, 0))
    await until(() => store.active.length === 2)
    expect(store.known.get(1)?.fraction).toBe(0.1)
    events.progress(progress(1, 100, 'finished'))
    await until(() => store.active.length === 1)
    expect(store.known.get(1)?.progress.run.state).toBe('finished')
    expect(store.known.get(1)?.fraction).toBe(1)
  })

  it('never lets progress run backwards, nor an ended run start again', async () => {
    const { store, events } = makeStore()
    events.snapshot(progress(1, 60))
    await until(() => store.known.has(1))
    store.learn(progress(1, 40))
    expect(store.known.get(1)?.fraction).toBe(0.6)
    events.progress(progress(1, 70, 'cancelled'))
    await until(() => store.active.length === 0)
    store.learn(progress(1, 65))
    expect(store.known.get(1)?.progress.run.state).toBe('cancelled')
  })

  it('asks after runs that ended while nobody was listening', async () => {
    const asked: unknown[] = []
    const { store, events } = makeStore({
      'runs.get': (input) => {
        asked.push(input)
        return progress(1, 100, 'interrupted')
      },
    })
    events.snapshot(progress(1, 10))
    await until(() => store.active.length === 1)
    events.snapshot()
    await until(() => store.active.length === 0)
    expect(asked).toEqual([{ runId: 1 }])
    expect(store.known.get(1)?.progress.run.state).toBe('interrupted')
  })

  it('tells of each run that ends, once: also of one that was never seen at work, and of one that ended unheard', async () => {
    const { store, events } = makeStore({ 'runs.get': () => progress(1, 100, 'interrupted') })
    const ended: string[] = []
    store.onEnded((run) => ended.push(`${run.id} ${run.state}`))
    events.snapshot(progress(1, 10))
    await until(() => store.active.length === 1)
    // Its beginning is still held back for the display when its end comes.
    events.progress(progress(2, 0))
    events.progress(progress(2, 100, 'finished'))
    await until(() => ended.length === 1)
    store.learn(progress(2, 100, 'finished'))
    events.snapshot()
    await until(() => ended.length === 2)
    expect(ended).toEqual(['2 finished', '1 interrupted'])
  })

  it('shows live progress in the history, and new runs at its top', async () => {
    const old = progress(3, 100, 'finished').run
    const { store, events } = makeStore({ 'runs.list': () => [old] })
    await store.readHistory()
    expect(store.historyState).toBe('read')
    expect(store.historyIsWhole).toBe(true)
    store.learn(progress(4, 5))
    expect(store.historyRuns.map((run) => run.id)).toEqual([4, 3])
    store.learn(progress(4, 50))
    expect(store.historyRuns[0]?.counts.succeeded).toBe(50)
    expect(events).toBeDefined()
  })

  it('says why the history could not be read', async () => {
    const { store } = makeStore({
      'runs.list': () => {
        throw new Error('disk gone')
      },
    })
    await store.readHistory()
    expect(store.historyState).toBe('failed')
    expect(store.historyError).toMatchObject({ message: 'disk gone' })
  })
})
