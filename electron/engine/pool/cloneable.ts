/** Whether a value can be copied to another thread. */
export function isCloneable(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    return typeof value !== 'symbol'
  }
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

/**
 * Finds the values that cannot be sent to another thread, with what sending them throws, by their place.
 * Each is sent alone, to be received by nobody.
 */
export function findUnsendable(values: readonly unknown[]): Map<number, unknown> {
  const unsendable = new Map<number, unknown>()
  const { port1, port2 } = new MessageChannel()
  values.forEach((value, position) => {
    try {
      port1.postMessage(value)
    } catch (error) {
      unsendable.set(position, error)
    }
  })
  port1.close()
  port2.close()
  return unsendable
}
