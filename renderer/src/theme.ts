import { useMediaQuery, useStorage } from '@vueuse/core'
import { computed, watchEffect } from 'vue'
import type { ComputedRef, Ref } from 'vue'

/** The user's choice; `system` follows the operating system. */
export type ThemePreference = 'system' | 'light' | 'dark'

const preferences: readonly ThemePreference[] = ['system', 'light', 'dark']

function read(text: string): ThemePreference {
  return preferences.find((preference) => preference === text) ?? 'system'
}

const stored = useStorage<ThemePreference>('batchyard.theme', 'system', undefined, {
  serializer: { read, write: (preference) => preference },
})
const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
const dark = computed(() => stored.value === 'dark' || (stored.value === 'system' && systemIsDark.value))

/** Keeps the page's theme class in step with the preference. Called once, before the app is mounted. */
export function startTheme(): void {
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', dark.value)
  })
}

/** The theme preference, which may be set, and whether the page is dark now. */
export function useTheme(): { preference: Ref<ThemePreference>; dark: ComputedRef<boolean> } {
  return { preference: stored, dark }
}
