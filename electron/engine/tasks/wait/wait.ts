import { setTimeout as delay } from 'node:timers/promises'
import type { TaskFunction } from '../task-type.ts'

/**
 * Makes the function that waits for a time between the two, in seconds, and returns it. The two may be
 * given the wrong way round.
 */
export function createWaitTask(
  shortest: number,
  longest: number,
  random: () => number = Math.random,
): TaskFunction {
  return async (_item, context) => {
    const seconds = Math.round((shortest + random() * (longest - shortest)) * 1_000) / 1_000
    context.report(`waits ${seconds} s`)
    await delay(seconds * 1_000, undefined, { signal: context.signal })
    return [seconds]
  }
}
