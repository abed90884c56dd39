import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { computedAndKept } from './kept.ts'

test('a value that is computed anew and is the same stays the same object', () => {
  const source = shallowRef({ actions: ['pause', 'cancel'], unrelated: 1 })
  const actions = computedAndKept(() => [source.value.actions])
  const before = actions.value

  source.value = { actions: ['pause', 'cancel'], unrelated: 2 }
  expect(actions.value).toBe(before)

  source.value = { actions: ['resume'], unrelated: 2 }
  expect(actions.value).toEqual([['resume']])
})
