import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { BuiltInPreset, Preset, PresetDraftInput, PresetSummary } from '../../../shared/model/preset.ts'
import { usePlatform } from '../platform/platform.ts'
import { shownError } from '../platform/engine-error.ts'
import type { ShownError } from '../platform/engine-error.ts'

/** The presets of the engine, as they were when they were last read, and those that come with the product. */
export const usePresetsStore = defineStore('presets', () => {
  const { client, connection } = usePlatform()
  const list = shallowRef<readonly PresetSummary[]>([])
  const builtIn = shallowRef<readonly BuiltInPreset[]>([])
  const state = shallowRef<'unread' | 'read' | 'failed'>('unread')
  const error = shallowRef<ShownError | null>(null)

  async function read(): Promise<void> {
    try {
      // Both are waited for at once, so that neither is left to fail unheard.
      const [own, shipped] = await Promise.all([
        client.presets.list(),
        builtIn.value.length === 0 ? client.presets.builtIn() : builtIn.value,
      ])
      list.value = own
      builtIn.value = shipped
      state.value = 'read'
      error.value = null
    } catch (reason) {
      error.value = shownError(reason)
      if (state.value === 'unread') state.value = 'failed'
    }
  }

  async function save(draft: PresetDraftInput): Promise<Preset> {
    const saved = await client.presets.save(draft)
    await read()
    return saved
  }

  /** Deletes a preset and answers with what it was, so that it can be put back. */
  async function remove(id: number): Promise<Preset> {
    const preset = await client.presets.get({ id })
    await client.presets.delete({ id })
    await read()
    return preset
  }

  /** A name like the one given that no preset has yet: `Name`, `Name 2`, `Name 3`. */
  function freeName(wanted: string): string {
    const taken = new Set(list.value.map((preset) => preset.name.toLowerCase()))
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? wanted : `${wanted} ${number}`
      if (!taken.has(name.toLowerCase())) return name
    }
  }

  const connected = computed(() => connection.state.value.kind === 'connected')
  watch(
    connected,
    (now) => {
      if (now) void read()
    },
    { immediate: true },
  )

  return { list, builtIn, state, error, read, save, remove, freeName }
})
