import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { JobPlan } from '../../../../shared/contract/run-queries.ts'
import type { JobInput } from '../../../../shared/model/job.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'

/** What a run of the job would do, as far as that is known. */
export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly plan: JobPlan }
  | { readonly kind: 'failed'; readonly error: ShownError }

/** How long the form must have been left alone before its inputs are looked through, in milliseconds. */
const patience = 350

/** Plans the job anew whenever it has changed. To be called in a component's setup. */
export function useJobPlan(job: ComputedRef<JobInput | null>): Readonly<ShallowRef<PlanState>> {
  const { client } = usePlatform()
  const state = shallowRef<PlanState>({ kind: 'none' })
  let asked = new AbortController()

  const plan = useDebounceFn(async () => {
    const asking = asked
    if (job.value === null) return
    try {
      const known = await client.runs.plan(job.value, { signal: asking.signal })
      // The answer to an older question is of no use.
      if (asking === asked) state.value = { kind: 'known', plan: known }
    } catch (error) {
      if (asking === asked) state.value = { kind: 'failed', error: shownError(error) }
    }
  }, patience)

  watch(
    () => (job.value === null ? null : JSON.stringify(job.value)),
    (now) => {
      asked.abort()
      asked = new AbortController()
      state.value = { kind: now === null ? 'none' : 'reading' }
      if (now !== null) void plan()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked.abort()
  })
  return state
}
