/** The task that does nothing. */
export function nothing(item: unknown): unknown {
  return item
}

/** The same for a chunk made by hand. */
export function nothingForEach(items: readonly unknown[]): unknown[] {
  return items.map(nothing)
}
