import { onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** A text of fewer letters finds so much of a long list that it is looked for only when more may not follow. */
const fewLetters = 3

/** So long after the last key more letters are not expected to follow, in milliseconds. */
const pause = 200

/**
 * The text that is searched for while somebody types. It is asked for with every key; while an answer is awaited only
 * the newest text is remembered, and asked for when that answer is in. So there is one question at work at most, and
 * however slow the answers are, the last one is for what was typed last. One or two letters wait for a pause in
 * typing, since what they find takes longest and is wanted least. Nobody waits to see everything again: an emptied
 * text holds at once.
 *
 * @param typed what stands in the field
 * @param isAwaited whether the answer for the text that was asked for last is still to come
 */
export function useAskedText(typed: () => string, isAwaited: () => boolean): Readonly<Ref<string>> {
  const asked = ref(typed())
  let timer: ReturnType<typeof setTimeout> | undefined

  function ask(): void {
    if (!isAwaited()) asked.value = typed()
  }

  watch(
    [typed, isAwaited],
    ([text]) => {
      clearTimeout(timer)
      if (text === '') asked.value = text
      else if (text.length >= fewLetters) ask()
      else timer = setTimeout(ask, pause)
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return asked
}
