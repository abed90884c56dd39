import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { RunState, RunSummary } from '../../../../shared/model/run.ts'
import { useAskedText } from '../../components/asked-text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useRunsStore } from '../../stores/runs.ts'

/** Which runs of the history are shown. */
export type StateFilter = 'all' | 'active' | 'finished' | 'unfinished'

/** The states that each filter lets through. */
const statesOf: Readonly<Record<Exclude<StateFilter, 'all'>, readonly RunState[]>> = {
  active: ['queued', 'running', 'paused'],
  finished: ['finished'],
  unfinished: ['stopped', 'cancelled', 'failed', 'interrupted'],
}

/** Runs that are asked for at a time. */
const pageSize = 100

/** The history, or what of it is searched for. */
export interface HistoryView {
  readonly search: Ref<string>
  readonly filter: Ref<StateFilter>
  /** Whether anything is asked for, so that there may be runs though none is shown. */
  readonly isNarrowed: ComputedRef<boolean>
  readonly runs: ComputedRef<readonly RunSummary[]>
  readonly state: ComputedRef<'unread' | 'reading' | 'read' | 'failed'>
  readonly error: ComputedRef<ShownError | null>
  readonly isWhole: ComputedRef<boolean>
  readonly readingOlder: Readonly<ShallowRef<boolean>>
  /** Why older runs could not be read. */
  readonly olderError: Readonly<ShallowRef<ShownError | null>>
  read(): Promise<void>
  readOlder(): Promise<void>
}

/** To be called in the setup of the screen that shows the history. */
export function useHistoryView(): HistoryView {
  const { client } = usePlatform()
  const store = useRunsStore()
  const search = ref('')
  const filter = ref<StateFilter>('all')
  const found = shallowRef<readonly RunSummary[]>([])
  const foundState = shallowRef<'unread' | 'reading' | 'read' | 'failed'>('unread')
  const foundError = shallowRef<ShownError | null>(null)
  const foundIsWhole = shallowRef(true)
  const readingOlder = shallowRef(false)
  const olderError = shallowRef<ShownError | null>(null)

  const text = useAskedText(
    () => search.value.trim(),
    () => foundState.value === 'reading',
  )
  const isNarrowed = computed(() => text.value !== '' || filter.value !== 'all')
  const question = computed(() => ({
    limit: pageSize,
    ...(text.value === '' ? {} : { search: text.value }),
    ...(filter.value === 'all' ? {} : { states: [...statesOf[filter.value]] }),
  }))

  async function read(): Promise<void> {
    if (!isNarrowed.value) {
      // An answer that is still to come is of no use.
      foundState.value = 'unread'
      await store.readHistory()
      return
    }
    const asked = question.value
    foundState.value = 'reading'
    try {
      const runs = await client.runs.list(asked)
      // The answer to an older question is of no use.
      if (asked !== question.value) return
      found.value = runs
      foundIsWhole.value = runs.length < pageSize
      foundError.value = null
      foundState.value = 'read'
    } catch (error) {
      if (asked !== question.value) return
      foundError.value = shownError(error)
      foundState.value = 'failed'
    }
  }

  async function readOlder(): Promise<void> {
    readingOlder.value = true
    try {
      if (isNarrowed.value) await readOlderFound()
      else await store.readOlder()
      olderError.value = null
    } catch (error) {
      olderError.value = shownError(error)
    } finally {
      readingOlder.value = false
    }
  }

  async function readOlderFound(): Promise<void> {
    const last = found.value.at(-1)
    if (last === undefined) return
    const older = await client.runs.list({ ...question.value, before: last.id })
    found.value = [...found.value, ...older]
    foundIsWhole.value = older.length < pageSize
  }

  // A run that ends may no longer be one of those asked for.
  watch([question, () => store.active.length], read, { immediate: true })

  return {
    search,
    filter,
    isNarrowed,
    runs: computed(() =>
      isNarrowed.value
        ? found.value.map((run) => store.known.get(run.id)?.progress.run ?? run)
        : store.historyRuns,
    ),
    state: computed(() => (isNarrowed.value ? foundState.value : store.historyState)),
    error: computed(() => (isNarrowed.value ? foundError.value : store.historyError)),
    isWhole: computed(() => (isNarrowed.value ? foundIsWhole.value : store.historyIsWhole)),
    readingOlder,
    olderError,
    read,
    readOlder,
  }
}
