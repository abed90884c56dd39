import { useStorage } from '@vueuse/core'
import { computed } from 'vue'
import type { ComputedRef, Ref } from 'vue'

const compact = useStorage('batchyard.compactRows', false)
const rowHeight = computed(() => (compact.value ? 28 : 32))

/** Whether tables are dense, and how high a row of one is then, in pixels. */
export function useDensity(): { readonly compact: Ref<boolean>; readonly rowHeight: ComputedRef<number> } {
  return { compact, rowHeight }
}
