import { computed } from 'vue'
import type { ComputedRef } from 'vue'

/** Plain data, told apart by its JSON. */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [Key in string]: Plain }

/**
 * A computed value that stays the same object as long as nothing in it changes, however often what it is made of
 * does: what shows it is then not drawn anew with every event of a run at work. For small values.
 */
export function computedAndKept<Value extends Plain>(get: () => Value): ComputedRef<Value> {
  return computed<Value>((before) => {
    const now = get()
    return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })
}
