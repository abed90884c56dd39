import { useThrottleFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { longestSearch } from '../../../../shared/model/result-query.ts'
import type { ResultSort } from '../../../../shared/model/result-query.ts'
import type { ResultStatus } from '../../../../shared/model/result.ts'
import { isActiveState, itemsWithResult } from '../../../../shared/model/run-state.ts'
import type { RunProgress } from '../../../../shared/model/run.ts'
import { useAskedText } from '../../components/asked-text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useEngineStore } from '../../stores/engine.ts'
import { ResultPages } from './result-pages.ts'

/** Which results are shown. Items that were already done or skipped stand among all. */
export type StatusFilter = 'all' | Extract<ResultStatus, 'succeeded' | 'failed'>

/** While a run is at work, what is searched or sorted is read anew so often, in milliseconds. */
const refreshInterval = 2_000

/** Which results of a run are wanted, in which order, and those of them that were read. */
export interface ResultView {
  readonly filter: Ref<StatusFilter>
  readonly search: Ref<string>
  readonly cause: Ref<string | null>
  readonly sort: ShallowRef<ResultSort | null>
  readonly counts: ComputedRef<Readonly<Record<StatusFilter, number>>>
  readonly pages: ComputedRef<ResultPages>
  /** Rises whenever something in the pages has changed. */
  readonly version: Readonly<ShallowRef<number>>
  /** Whether the pages are of what was asked for before, since the answer is still to come. */
  readonly isAwaited: ComputedRef<boolean>
  /** Reads rows of what is shown by their places, past the pages that are kept. */
  readRows(
    offset: number,
    limit: number,
  ): ReturnType<ReturnType<typeof usePlatform>['client']['runs']['results']>
}

/** One selection of the results. */
interface Table {
  readonly pages: ResultPages
  readonly readRows: ResultView['readRows']
  /** How many rows the run itself says that there are, where it does. */
  readonly count: () => number
}

/** To be called in the setup of the section that shows the results of one run. */
export function useResultView(progress: () => RunProgress): ResultView {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const filter = ref<StatusFilter>('all')
  const search = ref('')
  const cause = ref<string | null>(null)
  const sort = shallowRef<ResultSort | null>(null)
  const version = shallowRef(0)
  /** What is asked for now, until its first answer is there: what was asked for before stays in sight as long. */
  const awaited = shallowRef<Table | null>(null)
  const isAwaited = computed(() => awaited.value !== null)
  const text = useAskedText(
    () => search.value.trim().slice(0, longestSearch),
    () => isAwaited.value,
  )

  const run = computed(() => progress().run)
  const counts = computed(() => {
    const { succeeded, failed } = run.value.counts
    return { all: itemsWithResult(run.value.counts), succeeded, failed }
  })
  /** Whether the run's own figures say how many rows there are, and rows keep their places. */
  const isPlain = computed(() => text.value === '' && cause.value === null && sort.value === null)

  const wanted = computed(() => ({
    runId: run.value.id,
    ...(filter.value === 'all' ? {} : { status: filter.value }),
    ...(cause.value === null ? {} : { cause: cause.value }),
    ...(text.value === '' ? {} : { text: text.value }),
    ...(sort.value === null ? {} : { sort: sort.value }),
  }))
  const key = computed(() => JSON.stringify(wanted.value))

  function makeTable(): Table {
    const asked = wanted.value
    const count = (): number => counts.value[asked.status ?? 'all']
    const made = new ResultPages(
      (offset, limit, signal) => client.runs.results({ ...asked, offset, limit }, { signal }),
      () => {
        if (made === awaited.value?.pages && !made.isAwaited) show(awaited.value)
        version.value += 1
      },
      { counted: isPlain.value },
    )
    made.expect(count())
    return {
      pages: made,
      readRows: (offset, limit) => client.runs.results({ ...asked, offset, limit }),
      count,
    }
  }

  const shown = shallowRef(makeTable())
  const pages = computed(() => shown.value.pages)

  function show(table: Table): void {
    pages.value.dispose()
    shown.value = table
    awaited.value = null
  }

  function refresh(): void {
    for (const table of [shown.value, awaited.value]) table?.pages.refresh(table.count())
  }

  watch(key, () => {
    awaited.value?.pages.dispose()
    const table = makeTable()
    if (table.pages.isAwaited) awaited.value = table
    else show(table)
    version.value += 1
  })
  const refreshSeldom = useThrottleFn(
    () => {
      // What is still to come is new enough, and would never come if it were asked for anew all the time.
      if (!isAwaited.value) refresh()
    },
    refreshInterval,
    true,
  )
  watch(
    () => counts.value[filter.value],
    (count) => {
      if (isPlain.value) pages.value.expect(count)
      else if (isActiveState(run.value.state)) void refreshSeldom()
    },
  )
  // A retry puts new results in the places of old ones, and a run that has ended has its last results.
  watch([() => run.value.sessions, () => run.value.counts.retrying], refresh)
  watch(
    () => run.value.state,
    () => {
      if (!isPlain.value) refresh()
    },
  )
  // What could not be read because the connection was lost is read by itself once it is back.
  watch(
    () => engine.connected,
    (connected) => {
      if (connected && pages.value.error !== null) pages.value.retry()
    },
  )
  onScopeDispose(() => {
    for (const table of [shown.value, awaited.value]) table?.pages.dispose()
  })

  return {
    filter,
    search,
    cause,
    sort,
    counts,
    pages,
    version,
    isAwaited,
    readRows: (offset, limit) => shown.value.readRows(offset, limit),
  }
}
