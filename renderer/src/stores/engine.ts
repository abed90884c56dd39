import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { EngineInfo } from '../../../shared/contract/contract.ts'
import type { TaskTypeDescription } from '../../../shared/model/task-type.ts'
import { usePlatform } from '../platform/platform.ts'
import { shownError } from '../platform/engine-error.ts'
import type { ShownError } from '../platform/engine-error.ts'

/** What the engine is, and which kinds of work it knows. */
export const useEngineStore = defineStore('engine', () => {
  const { client, connection } = usePlatform()
  const taskTypes = shallowRef<readonly TaskTypeDescription[]>([])
  const error = shallowRef<ShownError | null>(null)

  const connected = computed(() => connection.state.value.kind === 'connected')
  /** Whether the engine is still being connected to for the first time. */
  const connecting = computed(() => connection.state.value.kind === 'connecting')
  /** Of the last engine that answered; stays while the connection is lost. */
  const info = shallowRef<EngineInfo | null>(null)
  watch(
    connection.state,
    (state) => {
      if (state.kind === 'connected') info.value = state.info
    },
    { immediate: true },
  )

  async function readTaskTypes(): Promise<void> {
    try {
      taskTypes.value = await client.engine.taskTypes()
      error.value = null
    } catch (reason) {
      error.value = shownError(reason)
    }
  }

  watch(
    connected,
    (now) => {
      if (now) void readTaskTypes()
    },
    { immediate: true },
  )

  function taskType(id: string): TaskTypeDescription | null {
    return taskTypes.value.find((type) => type.id === id) ?? null
  }

  return { taskTypes, error, connected, connecting, info, taskType, readTaskTypes }
})
