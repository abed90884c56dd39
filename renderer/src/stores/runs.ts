import { createEventHook } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { isActiveState } from '../../../shared/model/run-state.ts'
import type { RunId, RunProgress, RunSummary } from '../../../shared/model/run.ts'
import { maximumPageSize } from '../../../shared/contract/protocol.ts'
import { usePlatform } from '../platform/platform.ts'
import { shownError } from '../platform/engine-error.ts'
import type { ShownError } from '../platform/engine-error.ts'
import { useCodeTrustStore } from './code-trust.ts'
import { followEvents } from './follow-events.ts'
import { progressFraction } from './progress-fraction.ts'
import { addSample } from './throughput-series.ts'
import type { ThroughputSample } from './throughput-series.ts'

/** A run as the interface knows it. */
export interface KnownRun {
  readonly progress: RunProgress
  /** How much is done, 0 to 1; null while the total is unknown. Never falls. */
  readonly fraction: number | null
  /** What was measured while this page watched. */
  readonly series: readonly ThroughputSample[]
}

/** How many runs of the history are asked for at a time. */
const historyPage = 100

/** The least time between two changes of what is shown, in milliseconds: at most ten a second. */
const displayInterval = 100

/**
 * What the engine says of its runs: the snapshot and events of the active ones, the history, and the runs that
 * were looked at. Everything is rebuilt from a snapshot after each reconnection.
 */
export const useRunsStore = defineStore('runs', () => {
  const { client, connection } = usePlatform()
  const trust = useCodeTrustStore()

  const known = shallowReactive(new Map<RunId, KnownRun>())
  const activeIds = shallowRef<readonly RunId[]>([])
  const history = shallowRef<readonly RunSummary[]>([])
  const historyState = shallowRef<'unread' | 'reading' | 'read' | 'failed'>('unread')
  const historyError = shallowRef<ShownError | null>(null)
  const historyIsWhole = shallowRef(false)

  // Not to be seen in what is active: a quick run may have ended before it was ever shown as at work.
  const ended = createEventHook<RunSummary>()

  const active = computed(() => activeIds.value.map((id) => known.get(id)).filter((run) => run !== undefined))
  const historyRuns = computed(() => history.value.map((run) => known.get(run.id)?.progress.run ?? run))

  function learn(progress: RunProgress): void {
    const { run } = progress
    const before = known.get(run.id)
    // An answer to a question may be older than an event that overtook it.
    if (before !== undefined && isOlder(progress, before.progress)) return
    const fraction = progressFraction(progress)
    const sample: ThroughputSample | null =
      run.state === 'running' && progress.itemsPerSecond !== null
        ? {
            elapsed: progress.elapsed,
            itemsPerSecond: progress.itemsPerSecond,
            bytesPerSecond: progress.bytesPerSecond ?? 0,
          }
        : null
    const series = before?.series ?? []
    known.set(run.id, {
      progress,
      fraction: fraction === null ? null : Math.max(fraction, before?.fraction ?? 0),
      series: sample === null ? series : addSample(series, sample),
    })
    if (history.value[0] !== undefined && run.id > history.value[0].id)
      history.value = [run, ...history.value]
    const isActive = isActiveState(run.state)
    if (isActive !== activeIds.value.includes(run.id)) {
      activeIds.value = isActive
        ? [run.id, ...activeIds.value]
        : activeIds.value.filter((id) => id !== run.id)
    }
  }

  async function refresh(id: RunId): Promise<void> {
    learn(await client.runs.get({ runId: id }))
  }

  /** A run that was active is not any more, which happened while nobody was listening. */
  async function findEnd(id: RunId): Promise<void> {
    await refresh(id)
    const run = known.get(id)?.progress.run
    if (run !== undefined && !isActiveState(run.state)) void ended.trigger(run)
  }

  function take(event: EngineEvent): void {
    if (event.type === 'progress') {
      const { run } = event.progress
      learn(event.progress)
      if (!isActiveState(run.state)) void ended.trigger(run)
      return
    }
    const activeNow = new Set(event.active.map((progress) => progress.run.id))
    const gone = activeIds.value.filter((id) => !activeNow.has(id))
    for (const progress of event.active) learn(progress)
    for (const id of gone) void findEnd(id).catch(forget(id))
    if (historyState.value === 'read') void readHistory()
  }

  function forget(id: RunId): () => void {
    return () => {
      known.delete(id)
      activeIds.value = activeIds.value.filter((activeId) => activeId !== id)
    }
  }

  // Between two changes of the display only the latest event of each run is kept.
  let held = new Map<RunId, EngineEvent>()
  let timer: ReturnType<typeof setTimeout> | null = null
  function release(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const events = held
    held = new Map()
    for (const event of events.values()) take(event)
  }
  function receive(event: EngineEvent): void {
    if (event.type === 'snapshot') {
      held.clear()
      take(event)
      return
    }
    held.set(event.progress.run.id, event)
    if (!isActiveState(event.progress.run.state)) release()
    else timer ??= setTimeout(release, displayInterval)
  }

  const stopped = new AbortController()
  onScopeDispose(() => {
    stopped.abort()
    if (timer !== null) clearTimeout(timer)
  })
  void followEvents((signal) => client.runs.watch(undefined, { signal }), receive, stopped.signal)

  async function readHistory(): Promise<void> {
    if (historyState.value === 'unread' || historyState.value === 'failed') historyState.value = 'reading'
    try {
      const limit = Math.max(historyPage, Math.min(history.value.length, maximumPageSize))
      const runs = await client.runs.list({ limit })
      history.value = runs
      historyIsWhole.value = runs.length < limit
      historyError.value = null
      historyState.value = 'read'
    } catch (error) {
      historyError.value = shownError(error)
      historyState.value = 'failed'
    }
  }

  /** Deletes a run with all its results. */
  async function remove(id: RunId): Promise<void> {
    await client.runs.delete({ runId: id })
    forget(id)()
    history.value = history.value.filter((run) => run.id !== id)
  }

  /** Starts the whole job of a run anew. Answers null where its code is somebody else's and was not accepted. */
  async function startAgain(id: RunId): Promise<RunId | null> {
    const job = await client.runs.job({ runId: id })
    const started = await trust.whenAccepted('run', () => client.runs.start(job))
    return started?.runId ?? null
  }

  async function readOlder(): Promise<void> {
    const last = history.value.at(-1)
    if (last === undefined || historyIsWhole.value) return
    const older = await client.runs.list({ limit: historyPage, before: last.id })
    history.value = [...history.value, ...older.filter((run) => run.id < last.id)]
    historyIsWhole.value = older.length < historyPage
  }

  watch(connection.state, (state) => {
    if (state.kind === 'connected' && historyState.value === 'failed') void readHistory()
  })

  return {
    known,
    active,
    historyRuns,
    historyState,
    historyError,
    historyIsWhole,
    /** Calls with each run that ends, until the scope of the caller does. */
    onEnded: ended.on,
    learn,
    refresh,
    remove,
    readHistory,
    readOlder,
    startAgain,
  }
})

function isOlder(one: RunProgress, other: RunProgress): boolean {
  if (one.run.sessions !== other.run.sessions) return one.run.sessions < other.run.sessions
  const isActive = isActiveState(one.run.state)
  if (!isActiveState(other.run.state)) return isActive && one.elapsed <= other.elapsed
  return isActive && one.elapsed < other.elapsed
}
