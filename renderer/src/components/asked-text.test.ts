import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, watch } from 'vue'
import { useAskedText } from './asked-text.ts'

/** A field, and an engine that answers when it is told to. */
function searchField() {
  const typed = ref('')
  const isAwaited = ref(false)
  const questions: string[] = []
  const scope = effectScope()
  scope.run(() => {
    const asked = useAskedText(
      () => typed.value,
      () => isAwaited.value,
    )
    watch(
      asked,
      (text) => {
        questions.push(text)
        isAwaited.value = text !== ''
      },
      { flush: 'sync' },
    )
  })
  return { typed, isAwaited, questions, scope }
}

describe('the text that is searched for', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is asked for with the key; what is typed meanwhile waits, and only the newest of it is asked for', () => {
    const { typed, isAwaited, questions } = searchField()
    for (const text of ['img', 'img_', 'img_2', 'img_20']) typed.value = text
    expect(questions).toEqual(['img'])
    isAwaited.value = false
    expect(questions).toEqual(['img', 'img_20'])
    isAwaited.value = false
    expect(questions).toEqual(['img', 'img_20'])
  })

  it('of one letter or two is asked for when no more follow', () => {
    const { typed, isAwaited, questions } = searchField()
    typed.value = 'i'
    typed.value = 'im'
    typed.value = 'img'
    isAwaited.value = false
    vi.advanceTimersByTime(1_000)
    expect(questions).toEqual(['img'])
    typed.value = 'im'
    expect(questions).toEqual(['img'])
    vi.advanceTimersByTime(1_000)
    expect(questions).toEqual(['img', 'im'])
  })

  it('is empty at once, though an answer is awaited', () => {
    const { typed, questions } = searchField()
    typed.value = 'img'
    typed.value = 'i'
    typed.value = ''
    vi.advanceTimersByTime(1_000)
    expect(questions).toEqual(['img', ''])
  })

  it('is not asked for by a screen that has been left', () => {
    const { typed, questions, scope } = searchField()
    typed.value = 'i'
    scope.stop()
    vi.advanceTimersByTime(1_000)
    expect(questions).toEqual([])
  })

  it('is in the end what was typed last, with one question at a time', () => {
    const step = fc.oneof(fc.constantFrom('', 'a', 'abc', 'abcd', 'xyz'), fc.constantFrom('answer', 'pause'))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { typed, isAwaited, questions, scope } = searchField()
        for (const each of [...steps, 'pause', 'answer', 'pause']) {
          const before = questions.length
          const wasAwaited = isAwaited.value
          if (each === 'answer') isAwaited.value = false
          else if (each === 'pause') vi.advanceTimersByTime(1_000)
          else typed.value = each
          const asked = questions.slice(before)
          expect(asked.length).toBeLessThanOrEqual(1)
          // Only an emptied text does not wait for the answer.
          if (wasAwaited && each !== 'answer') expect(asked.filter((text) => text !== '')).toEqual([])
        }
        expect(questions.at(-1) ?? '').toBe(typed.value)
        scope.stop()
      }),
    )
  })
})
