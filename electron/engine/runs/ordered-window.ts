import type { ChosenExecution } from '../../../shared/model/job.ts'

/**
 * In ordered mode, how many items may be finished or in work ahead of the one that results wait for. A
 * slow item stops the others only after so many.
 */
const orderedWindow = 20_000

/** The window of an ordered run: never so small that a chunk of the size that was asked for does not fit. */
export function orderedWindowFor(chunkSize: ChosenExecution['chunkSize']): number {
  return chunkSize === 'auto' ? orderedWindow : Math.max(orderedWindow, 2 * chunkSize)
}
