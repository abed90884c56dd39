import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { JobPlan } from '../../../../shared/contract/run-queries.ts'
import type { JobInput } from '../../../../shared/model/job.ts'
import { refusedCode } from '../../stores/code-trust.ts'
import type { RefusedCode } from '../../stores/code-trust.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'

/** What a run of the job would do, as far as that is known. */
export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly plan: JobPlan }
  /** It holds somebody else's code, which must be accepted first. */
  | { readonly kind: 'untrusted'; readonly code: RefusedCode }
  | { readonly kind: 'failed'; readonly error: ShownError }

/** How long the form must have been left alone before its inputs are looked through, in milliseconds. */
const patience = 350

/** The plan of the job being put together. */
export interface KnownPlan {
  readonly state: Readonly<ShallowRef<PlanState>>
  /** Plans once more, because something else than the job has changed. Never rejects. */
  readonly again: () => Promise<void>
}

/** Plans the job anew whenever it has changed. To be called in a component's setup. */
export function useJobPlan(job: ComputedRef<JobInput | null>): KnownPlan {
  const { client } = usePlatform()
  const state = shallowRef<PlanState>({ kind: 'none' })
  let asked = new AbortController()

  async function again(): Promise<void> {
    const asking = asked
    if (job.value === null) return
    try {
      const known = await client.runs.plan(job.value, { signal: asking.signal })
      // The answer to an older question is of no use.
      if (asking === asked) state.value = { kind: 'known', plan: known }
    } catch (error) {
      if (asking !== asked) return
      const code = refusedCode(error)
      state.value = code === null ? { kind: 'failed', error: shownError(error) } : { kind: 'untrusted', code }
    }
  }
  const plan = useDebounceFn(again, patience)

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
  return { state, again }
}
