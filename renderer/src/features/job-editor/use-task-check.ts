import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { JobInput } from '../../../../shared/model/job.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import { taskFault } from './task-fault.ts'
import type { TaskFault } from './task-fault.ts'

/** How long the form must have been left alone before the task is looked at, in milliseconds. */
const patience = 350

/**
 * What is wrong with the task of the job, as far as the engine can tell without running any of it: looked at anew whenever
 * the task has changed, also before there are inputs. To be called in a component's setup.
 */
export function useTaskCheck(
  job: ComputedRef<Pick<JobInput, 'task' | 'origin'> | null>,
): Readonly<ShallowRef<TaskFault | null>> {
  const { client } = usePlatform()
  const fault = shallowRef<TaskFault | null>(null)
  let asked = new AbortController()

  const check = useDebounceFn(async () => {
    const asking = asked
    if (job.value === null) return
    const { task, origin } = job.value
    try {
      await client.engine.checkTask(
        { task, ...(origin === undefined ? {} : { origin }) },
        { signal: asking.signal },
      )
      if (asking === asked) fault.value = null
    } catch (error) {
      // Anything else than a fault is said where the job is planned or started.
      if (asking === asked) fault.value = taskFault(shownError(error))
    }
  }, patience)

  watch(
    () => (job.value === null ? null : JSON.stringify([job.value.task, job.value.origin])),
    () => {
      asked.abort()
      asked = new AbortController()
      void check()
    },
    { immediate: true },
  )
  // What was wrong with another task says nothing of this one.
  watch(
    () => job.value?.task.type,
    () => {
      fault.value = null
    },
  )
  onScopeDispose(() => {
    asked.abort()
  })
  return fault
}
