import { useThrottleFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import { longestSearch } from '../../../../shared/model/result-query.ts'
import type { RunSummary } from '../../../../shared/model/run.ts'
import { useAskedText } from '../../components/asked-text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useEngineStore } from '../../stores/engine.ts'
import { WaitingPages } from './waiting-pages.ts'

/** The items are read anew so often at most, in milliseconds. */
const refreshInterval = 2_000

/** Nor sooner than so many times the time has passed that reading took. */
const restAfterReading = 10

/** The items of a run that wait, as far as they were read. */
export interface WaitingView {
  readonly pages: Readonly<ShallowRef<WaitingPages>>
  /** Rises whenever something in the pages has changed. */
  readonly version: Readonly<ShallowRef<number>>
  /** Whether the pages are of what was asked for before, since the answer is still to come. */
  readonly isAwaited: ComputedRef<boolean>
  /** Whether paths are searched. */
  readonly isSearched: ComputedRef<boolean>
  /** Reads from the start. What is shown stays until then. */
  readonly beginAnew: () => void
}

/**
 * To be called in the setup of the component that shows them.
 * @param standsStill whether what is shown must not change by itself
 */
export function useWaitingView(
  run: () => RunSummary,
  search: () => string,
  standsStill: () => boolean,
): WaitingView {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const version = shallowRef(0)
  const readingTook = shallowRef(0)
  /** What is asked for now, until its first answer is there: what was asked for before stays in sight as long. */
  const awaited = shallowRef<WaitingPages | null>(null)
  const isAwaited = computed(() => awaited.value !== null)
  const text = useAskedText(
    () => search().trim().slice(0, longestSearch),
    () => isAwaited.value,
  )

  function makePages(): WaitingPages {
    const asked = { runId: run().id, ...(text.value === '' ? {} : { text: text.value }) }
    const made = new WaitingPages(
      async (after, limit, signal) => {
        const began = performance.now()
        const page = await client.runs.waiting({ ...asked, after, limit }, { signal })
        readingTook.value = performance.now() - began
        return page
      },
      () => {
        if (made === awaited.value) show(made)
        version.value += 1
      },
    )
    return made
  }

  const pages = shallowRef(makePages())

  function show(made: WaitingPages): void {
    pages.value.dispose()
    pages.value = made
    awaited.value = null
  }

  function beginAnew(): void {
    awaited.value?.dispose()
    awaited.value = makePages()
  }

  watch(text, beginAnew)
  const refreshSeldom = useThrottleFn(
    () => {
      if (!standsStill() && !isAwaited.value && engine.connected) void pages.value.refresh()
    },
    computed(() => Math.max(refreshInterval, restAfterReading * readingTook.value)),
    true,
  )
  watch([() => run().counts.remaining, () => run().counts.total, standsStill], () => {
    void refreshSeldom()
  })
  // What could not be read because the connection was lost is read by itself once it is back.
  watch(
    () => engine.connected,
    (connected) => {
      if (connected && pages.value.error !== null) beginAnew()
    },
  )
  onScopeDispose(() => {
    pages.value.dispose()
    awaited.value?.dispose()
  })

  return { pages, version, isAwaited, isSearched: computed(() => text.value !== ''), beginAnew }
}
