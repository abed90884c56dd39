import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** A preset's file that was dropped on the window, or opened from outside of it. */
export interface PresetFile {
  readonly name: string
  /** Bytes, or for a text that was read already, characters. */
  readonly size: number
  text(): Promise<string>
}

const opened = shallowRef<PresetFile | null>(null)

/** The preset's file that waits to be looked at; null for none. */
export function usePresetFile(): ShallowRef<PresetFile | null> {
  return opened
}
