import { computed } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useEngineStore } from '../../stores/engine.ts'

/** What a screen shows of pages besides their rows. */
export interface KnownPages {
  readonly rowCount: ComputedRef<number>
  /** Why the last page could not be read; null where it could, and while there is no connection, which says so itself. */
  readonly error: ComputedRef<ShownError | null>
}

/**
 * How many rows pages have, and why the last one could not be read. To be called in a component's setup.
 * @param version changes whenever something in the pages has
 */
export function useKnownPages(
  pages: Readonly<Ref<{ readonly total: number; readonly error: unknown } | null>>,
  version: Readonly<Ref<number>>,
): KnownPages {
  const engine = useEngineStore()
  const known = computed(() => ({
    version: version.value,
    total: pages.value?.total ?? 0,
    error: pages.value?.error ?? null,
  }))
  return {
    rowCount: computed(() => known.value.total),
    error: computed(() =>
      known.value.error === null || !engine.connected ? null : shownError(known.value.error),
    ),
  }
}
