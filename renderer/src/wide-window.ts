import { useMediaQuery } from '@vueuse/core'
import type { ComputedRef } from 'vue'

/** Whether the window is so wide that the details of a row leave enough of its table in sight. */
export function useWideWindow(): ComputedRef<boolean> {
  return useMediaQuery('(width >= 1500px)')
}
