import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef } from 'vue'
import { isActiveState } from '../../../../shared/model/run-state.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { usePlatform } from '../../platform/platform.ts'
import type { KnownRun } from '../../stores/runs.ts'
import { joinSeries, seriesOf } from '../../stores/stored-series.ts'
import type { ThroughputSample } from '../../stores/throughput-series.ts'

/**
 * How fast a run went over its whole time: what the engine kept of it, and what this page watched since. Read at
 * first and whenever the run ends, so that the chart is the same after a reload.
 */
export function useSeries(
  runId: () => RunId,
  known: ComputedRef<KnownRun | null>,
): ComputedRef<readonly ThroughputSample[]> {
  const { client } = usePlatform()
  const stored = shallowRef<readonly ThroughputSample[]>([])
  watch(
    () => (known.value === null ? null : isActiveState(known.value.progress.run.state)),
    async (active) => {
      if (active === null) return
      try {
        stored.value = seriesOf(await client.runs.throughput({ runId: runId() }))
      } catch {
        // The chart then begins with what is watched; what went wrong is told where the run itself is read.
        stored.value = []
      }
    },
    { immediate: true },
  )
  return computed(() => joinSeries(stored.value, known.value?.series ?? []))
}
