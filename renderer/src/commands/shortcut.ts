/**
 * A key with what must be held down beside it.
 * - `mod`: Command on a Mac, Control elsewhere.
 * - `go`: Control and Option on a Mac, Alt elsewhere; with a letter that no browser or text field claims.
 */
export interface Shortcut {
  readonly held: 'mod' | 'go'
  /** The physical key, as `KeyboardEvent.code` has it, so that layouts and dead keys do not matter. */
  readonly code: string
  /** What is printed on the key. */
  readonly key: string
}

/** What of a keyboard event decides whether it is a shortcut. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>

/** Whether this computer's keyboard has a Command key. */
export function hasCommandKey(platform: string): boolean {
  return /^mac|^ipad|^iphone/iu.test(platform)
}

/** Whether the keys pressed are those of the shortcut, and no others. */
export function isPressed(shortcut: Shortcut, press: KeyPress, isMac: boolean): boolean {
  if (press.code !== shortcut.code || press.shiftKey) return false
  if (shortcut.held === 'mod') {
    return press.metaKey === isMac && press.ctrlKey === !isMac && !press.altKey
  }
  return press.altKey && press.ctrlKey === isMac && !press.metaKey
}

/** The keys of a shortcut in the order in which they are shown. */
export function shortcutKeys({ held, key }: Shortcut, isMac: boolean): readonly string[] {
  if (held === 'mod') return isMac ? ['⌘', key] : ['Ctrl', key]
  return isMac ? ['⌃', '⌥', key] : ['Alt', key]
}

/** The shortcuts of the whole interface in one place, so that no two are the same. */
export const shortcuts = {
  palette: { held: 'mod', code: 'KeyK', key: 'K' },
  start: { held: 'mod', code: 'Enter', key: '↵' },
  savePreset: { held: 'mod', code: 'KeyS', key: 'S' },
  find: { held: 'mod', code: 'KeyF', key: 'F' },
  settings: { held: 'mod', code: 'Comma', key: ',' },
  newJob: { held: 'go', code: 'KeyN', key: 'N' },
  presets: { held: 'go', code: 'KeyP', key: 'P' },
  runs: { held: 'go', code: 'KeyR', key: 'R' },
  pauseOrResume: { held: 'go', code: 'KeyU', key: 'U' },
  export: { held: 'go', code: 'KeyX', key: 'X' },
} as const satisfies Readonly<Record<string, Shortcut>>
