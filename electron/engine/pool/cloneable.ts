import { serialize } from 'node:v8'

/** Whether a value can be copied to another thread, and to another process too. */
export function isCloneable(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    return typeof value !== 'symbol'
  }
  try {
    serialize(value)
    return true
  } catch {
    return false
  }
}

/**
 * Finds the values that cannot be sent to another thread, with what sending them throws, by their place.
 * Each is sent alone, to be received by nobody.
 */
export function findUnsendableToThread(values: readonly unknown[]): Map<number, unknown> {
  const { port1, port2 } = new MessageChannel()
  const unsendable = findThrowing(values, (value) => port1.postMessage(value))
  port1.close()
  port2.close()
  return unsendable
}

/** The same for what is sent to another process. */
export function findUnsendableToProcess(values: readonly unknown[]): Map<number, unknown> {
  return findThrowing(values, serialize)
}

function findThrowing(values: readonly unknown[], send: (value: unknown) => unknown): Map<number, unknown> {
  const unsendable = new Map<number, unknown>()
  values.forEach((value, position) => {
    try {
      send(value)
    } catch (error) {
      unsendable.set(position, error)
    }
  })
  return unsendable
}
