import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'

/** How long the form must have been left alone before anything is asked about it, in milliseconds. */
const patience = 350

/**
 * Asks about what is in the form, anew whenever that has changed and was then left alone for a moment. To be called in
 * a component's setup.
 * @param content what is asked about; null while there is nothing to ask
 * @param ask never rejects; once its signal is aborted its answer is of no use
 * @param changed called at once with each change of the content, and in the beginning
 * @returns asks at once, because something else than the content has changed
 */
export function useSettledQuestion<Content>(
  content: () => Content | null,
  ask: (content: Content, signal: AbortSignal) => Promise<void>,
  changed: () => void = () => {},
): () => Promise<void> {
  let asked = new AbortController()

  async function askNow(): Promise<void> {
    const now = content()
    if (now !== null) await ask(now, asked.signal)
  }
  const askSoon = useDebounceFn(askNow, patience)

  watch(
    () => JSON.stringify(content()),
    () => {
      asked.abort()
      asked = new AbortController()
      changed()
      void askSoon()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked.abort()
  })
  return askNow
}
