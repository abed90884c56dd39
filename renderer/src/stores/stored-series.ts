import type { ThroughputSample as StoredSample } from '../../../shared/model/session.ts'
import type { ThroughputSample } from './throughput-series.ts'

/** The course of a run from the moments that the engine kept: between each two, how fast it went. */
export function seriesOf(samples: readonly StoredSample[]): readonly ThroughputSample[] {
  const series: ThroughputSample[] = []
  let before: StoredSample = { at: 0, items: 0, bytes: 0 }
  for (const sample of samples) {
    const seconds = (sample.at - before.at) / 1000
    if (seconds <= 0) continue
    series.push({
      elapsed: sample.at,
      // A retry takes results away before it brings new ones.
      itemsPerSecond: Math.max(0, sample.items - before.items) / seconds,
      bytesPerSecond: Math.max(0, sample.bytes - before.bytes) / seconds,
    })
    before = sample
  }
  return series
}

/** What was kept, and what was watched since. */
export function joinSeries(
  stored: readonly ThroughputSample[],
  watched: readonly ThroughputSample[],
): readonly ThroughputSample[] {
  const last = stored.at(-1)
  return last === undefined
    ? watched
    : [...stored, ...watched.filter((sample) => sample.elapsed > last.elapsed)]
}
