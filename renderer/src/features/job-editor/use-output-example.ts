import { shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { JobPlan } from '../../../../shared/contract/run-queries.ts'
import { usePlatform } from '../../platform/platform.ts'

/** What a plan tells of the files that the task makes. */
export interface OutputExample {
  /** Whether it makes any: as the last plan had it, while another is read. */
  readonly makesOutputs: Ref<boolean>
  /** An input and what would be made of it; null where that is not known. */
  readonly example: ShallowRef<{ readonly input: string; readonly output: string } | null>
}

/** Follows the plan of the job. To be called in a component's setup. */
export function useOutputExample(plan: Ref<JobPlan | null>, taskType: Ref<string>): OutputExample {
  const { client } = usePlatform()
  const makesOutputs = shallowRef(false)
  const example = shallowRef<{ input: string; output: string } | null>(null)
  watch(plan, async (now) => {
    if (now === null) return
    makesOutputs.value = now.makesOutputs
    if (!now.makesOutputs) return
    try {
      const { rows } = await client.runs.planRows({ planId: now.planId, limit: 20 })
      const [first] = rows.flatMap(({ path, output }) => (output === null ? [] : [{ input: path, output }]))
      example.value = first ?? null
    } catch {
      // The plan is no longer kept: the next one brings an example again.
      example.value = null
    }
  })
  watch(taskType, () => {
    makesOutputs.value = false
  })
  return { makesOutputs, example }
}
