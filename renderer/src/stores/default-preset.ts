import { useStorage } from '@vueuse/core'
import type { Ref } from 'vue'

const defaultPreset = useStorage<number | null>('batchyard.defaultPreset', null, undefined, {
  serializer: {
    read: (text) => (/^\d{1,15}$/u.test(text) ? Number(text) : null),
    write: (id) => String(id),
  },
})

/** The number of the preset that new jobs begin with; null for none. */
export function useDefaultPreset(): Ref<number | null> {
  return defaultPreset
}
