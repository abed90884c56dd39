import type { RunProgress } from '../../../shared/model/run.ts'

/**
 * What opening and recording one more file costs, expressed as bytes of work: so that a million empty files
 * move the bar as well as one large one does.
 */
const bytesPerItem = 64 * 1024

/**
 * How much of a run is done, from 0 to 1, weighing items and their bytes, with the bytes of the files in
 * hand. Null while the total is not known. It is 1 only when nothing remains.
 */
export function progressFraction(progress: RunProgress): number | null {
  const { counts, enumerated, state, bytesTotal } = progress.run
  if (!enumerated) return null
  if (counts.remaining === 0 && counts.total > 0) return 1
  if (counts.total === 0) return state === 'finished' ? 1 : 0
  const done = bytesDone(progress) + (counts.total - counts.remaining) * bytesPerItem
  const all = bytesTotal + counts.total * bytesPerItem
  return Math.min(done / all, 0.999)
}

/** How many bytes of the run's files are done, with those of the files in hand. */
export function bytesDone({ run, workers }: RunProgress): number {
  let inHand = 0
  for (const { item } of workers) inHand += item?.bytesDone ?? 0
  return Math.min(run.bytesDone + inHand, run.bytesTotal)
}

/** The fraction as whole percent, rounded down: 100 only when nothing remains. */
export function wholePercent(fraction: number): number {
  return Math.floor(fraction * 100)
}
