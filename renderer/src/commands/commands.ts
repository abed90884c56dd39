import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, shallowReactive } from 'vue'
import type { ComputedRef } from 'vue'
import { hasCommandKey, isPressed, shortcutKeys } from './shortcut.ts'
import type { Shortcut } from './shortcut.ts'

/** Where a command stands in the palette. */
export type CommandGroup = 'here' | 'screens' | 'view' | 'runs' | 'presets'

/** Something that can be done now: from the palette, and by its shortcut. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly icon: string
  readonly group: CommandGroup
  readonly shortcut?: Shortcut
  readonly run: () => void | Promise<void>
}

const isMac = hasCommandKey(navigator.platform)
const offered = shallowReactive(new Set<() => readonly Command[]>())

/** Offers commands for as long as the component or scope that calls this lives. */
export function offerCommands(commands: () => readonly Command[]): void {
  offered.add(commands)
  onScopeDispose(() => offered.delete(commands))
}

/** All commands that are offered now, those of the screen before those of the frame. */
export function useCommands(): ComputedRef<readonly Command[]> {
  return computed(() => [...offered].toReversed().flatMap((commands) => commands()))
}

/** Runs commands when their shortcuts are pressed. To be called once, by the frame. */
export function useShortcuts(): void {
  const commands = useCommands()
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    // Behind an open dialog nothing is to happen unseen; the palette closes itself by its own shortcut.
    const isBehindDialog = document.querySelector('[role="dialog"][data-state="open"]') !== null
    const pressed = commands.value.find(
      ({ id, shortcut }) =>
        shortcut !== undefined && isPressed(shortcut, event, isMac) && (!isBehindDialog || id === 'palette'),
    )
    if (pressed === undefined) return
    event.preventDefault()
    void pressed.run()
  })
}

/** The keys of a shortcut on this computer, as they are shown. */
export function keysOf(shortcut: Shortcut): readonly string[] {
  return shortcutKeys(shortcut, isMac)
}

/** A shortcut within a tooltip: `Ctrl+K`. */
export function keysText(shortcut: Shortcut): string {
  return keysOf(shortcut).join(isMac ? '' : '+')
}
