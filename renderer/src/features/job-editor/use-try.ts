import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { TryReceipt } from '../../../../shared/contract/run-queries.ts'
import type { JobInput } from '../../../../shared/model/job.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useCodeTrustStore } from '../../stores/code-trust.ts'

/** What came of trying a job on a few of its files. */
export type TryState =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly receipt: TryReceipt }
  | { readonly kind: 'failed'; readonly error: ShownError }

/** Tries jobs, one at a time. */
export interface Trying {
  readonly state: Readonly<ShallowRef<TryState>>
  /** Tries the job; an earlier try that is under way is given up. Never rejects. */
  readonly begin: (job: JobInput) => Promise<void>
  readonly end: () => void
}

/** To be called in a component's setup. */
export function useTry(): Trying {
  const { client } = usePlatform()
  const trust = useCodeTrustStore()
  const state = shallowRef<TryState>({ kind: 'none' })
  let asked = new AbortController()

  function end(): void {
    asked.abort()
    state.value = { kind: 'none' }
  }

  async function begin(job: JobInput): Promise<void> {
    end()
    const asking = new AbortController()
    asked = asking
    const { signal } = asking
    state.value = { kind: 'working' }
    try {
      const receipt = await trust.whenAccepted('try', () => client.runs.try(job, { signal }))
      if (!signal.aborted) state.value = receipt === null ? { kind: 'none' } : { kind: 'done', receipt }
    } catch (error) {
      if (!signal.aborted) state.value = { kind: 'failed', error: shownError(error) }
    }
  }

  onScopeDispose(() => {
    asked.abort()
  })
  return { state, begin, end }
}
