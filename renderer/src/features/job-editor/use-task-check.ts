import { shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { JobInput } from '../../../../shared/model/job.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import { taskFault } from './task-fault.ts'
import type { TaskFault } from './task-fault.ts'
import { useSettledQuestion } from './use-settled-question.ts'

/**
 * What is wrong with the task of the job, as far as the engine can tell without running any of it: looked at anew whenever
 * the task has changed, also before there are inputs. To be called in a component's setup.
 */
export function useTaskCheck(
  job: ComputedRef<Pick<JobInput, 'task' | 'origin'> | null>,
): Readonly<ShallowRef<TaskFault | null>> {
  const { client } = usePlatform()
  const fault = shallowRef<TaskFault | null>(null)

  useSettledQuestion(
    () => job.value,
    async ({ task, origin }, signal) => {
      try {
        await client.engine.checkTask({ task, ...(origin === undefined ? {} : { origin }) }, { signal })
        if (!signal.aborted) fault.value = null
      } catch (error) {
        // Anything else than a fault is said where the job is planned or started.
        if (!signal.aborted) fault.value = taskFault(shownError(error))
      }
    },
  )
  // What was wrong with another task says nothing of this one.
  watch(
    () => job.value?.task.type,
    () => {
      fault.value = null
    },
  )
  return fault
}
