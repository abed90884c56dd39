import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** A preset's file that was opened from outside of the window. */
export interface PresetFile {
  readonly name: string
  readonly text: string
}

const opened = shallowRef<PresetFile | null>(null)

/** The preset's file that waits to be looked at; null for none. */
export function usePresetFile(): ShallowRef<PresetFile | null> {
  return opened
}
