import { shallowRef } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { JobPlan } from '../../../../shared/contract/run-queries.ts'
import type { JobInput } from '../../../../shared/model/job.ts'
import { refusedCode } from '../../stores/code-trust.ts'
import type { RefusedCode } from '../../stores/code-trust.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useSettledQuestion } from './use-settled-question.ts'

/** What a run of the job would do, as far as that is known. */
export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly plan: JobPlan }
  /** It holds somebody else's code, which must be accepted first. */
  | { readonly kind: 'untrusted'; readonly code: RefusedCode }
  | { readonly kind: 'failed'; readonly error: ShownError }

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

  const again = useSettledQuestion(
    () => job.value,
    async (asked, signal) => {
      try {
        const known = await client.runs.plan(asked, { signal })
        if (!signal.aborted) state.value = { kind: 'known', plan: known }
      } catch (error) {
        if (signal.aborted) return
        const code = refusedCode(error)
        state.value =
          code === null ? { kind: 'failed', error: shownError(error) } : { kind: 'untrusted', code }
      }
    },
    () => {
      state.value = { kind: job.value === null ? 'none' : 'reading' }
    },
  )
  return { state, again }
}
