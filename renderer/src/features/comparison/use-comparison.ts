import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { ComparisonPage } from '../../../../shared/contract/comparison.ts'
import {
  comparisonKinds,
  type ComparisonKind,
  type ComparisonRow,
} from '../../../../shared/model/comparison.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useEngineStore } from '../../stores/engine.ts'
import { ResultPages } from '../run/result-pages.ts'

/** A comparison as far as it does not depend on which rows are shown. */
export type ComparisonHead = Omit<ComparisonPage, 'total' | 'rows'>

/** The comparison of two runs, and those of its rows that were looked at. */
export interface ComparisonView {
  /** Null until the runs have been compared. */
  readonly head: Readonly<ShallowRef<ComparisonHead | null>>
  readonly error: Readonly<ShallowRef<ShownError | null>>
  /** The kinds of which there are rows, and the one that is shown. */
  readonly kinds: ComputedRef<readonly ComparisonKind[]>
  readonly kind: Ref<ComparisonKind>
  /** Null until there is something to show. */
  readonly pages: Readonly<ShallowRef<ResultPages<ComparisonRow> | null>>
  /** Rises whenever something in the pages has changed. */
  readonly version: Readonly<ShallowRef<number>>
  /** Compares again, after an error. */
  read(): Promise<void>
}

/** To be called in the setup of the screen that compares these runs. */
export function useComparison(before: RunId, after: RunId): ComparisonView {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const head = shallowRef<ComparisonHead | null>(null)
  const error = shallowRef<ShownError | null>(null)
  const kind = ref<ComparisonKind>('same')
  const pages = shallowRef<ResultPages<ComparisonRow> | null>(null)
  const version = shallowRef(0)
  const left = new AbortController()

  const kinds = computed(() => comparisonKinds.filter((each) => (head.value?.counts[each] ?? 0) > 0))

  function learn({ total: _total, rows: _rows, ...rest }: ComparisonPage): void {
    head.value = rest
  }

  async function read(): Promise<void> {
    error.value = null
    try {
      const answer = await client.runs.compare({ before, after, limit: 1 }, { signal: left.signal })
      learn(answer)
      const [first] = kinds.value
      if (first !== undefined && pages.value === null) show(first)
    } catch (reason) {
      if (!left.signal.aborted) error.value = shownError(reason)
    }
  }

  function show(wanted: ComparisonKind): void {
    kind.value = wanted
    pages.value?.dispose()
    pages.value = new ResultPages<ComparisonRow>(
      async (offset, limit, signal) => {
        const answer = await client.runs.compare({ before, after, kind: wanted, offset, limit }, { signal })
        learn(answer)
        return answer
      },
      () => {
        version.value += 1
      },
      { counted: false },
    )
    version.value += 1
  }

  watch(kind, (wanted) => {
    if (pages.value !== null) show(wanted)
  })
  // What could not be read because the connection was lost is read by itself once it is back.
  watch(
    () => engine.connected,
    (connected) => {
      if (!connected) return
      if (error.value !== null) void read()
      else pages.value?.retry()
    },
  )
  onScopeDispose(() => {
    left.abort()
    pages.value?.dispose()
  })
  void read()

  return { head, error, kinds, kind, pages, version, read }
}
