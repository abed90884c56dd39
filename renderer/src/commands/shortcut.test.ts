import { expect, test } from 'vitest'
import { hasCommandKey, isPressed, shortcutKeys, shortcuts } from './shortcut.ts'
import type { KeyPress } from './shortcut.ts'

const nothingHeld: KeyPress = { code: 'KeyK', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false }

test.each([
  { press: { ...nothingHeld, ctrlKey: true }, mac: false, pressed: true },
  { press: { ...nothingHeld, metaKey: true }, mac: true, pressed: true },
  { press: { ...nothingHeld, ctrlKey: true }, mac: true, pressed: false },
  { press: { ...nothingHeld, ctrlKey: true, shiftKey: true }, mac: false, pressed: false },
  { press: { ...nothingHeld, ctrlKey: true, altKey: true }, mac: false, pressed: false },
  { press: nothingHeld, mac: false, pressed: false },
  { press: { ...nothingHeld, ctrlKey: true, code: 'KeyJ' }, mac: false, pressed: false },
])('Ctrl-K or Command-K, and nothing beside them: $press', ({ press, mac, pressed }) => {
  expect(isPressed(shortcuts.palette, press, mac)).toBe(pressed)
})

test('AltGr, which is Control and Alt at once, types a character and goes nowhere', () => {
  const press = { ...nothingHeld, code: 'KeyN', altKey: true }
  expect(isPressed(shortcuts.newJob, press, false)).toBe(true)
  expect(isPressed(shortcuts.newJob, { ...press, ctrlKey: true }, false)).toBe(false)
  expect(isPressed(shortcuts.newJob, { ...press, ctrlKey: true }, true)).toBe(true)
})

test('no two shortcuts are the same, and all can be shown', () => {
  const shown = Object.values(shortcuts).map((shortcut) => shortcutKeys(shortcut, false).join('+'))
  expect(new Set(shown).size).toBe(shown.length)
  expect(shortcutKeys(shortcuts.palette, true)).toEqual(['⌘', 'K'])
  expect([hasCommandKey('MacIntel'), hasCommandKey('Linux x86_64')]).toEqual([true, false])
})
