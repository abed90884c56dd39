/** One measured moment of a run. */
export interface ThroughputSample {
  /** Milliseconds since the run started. */
  readonly elapsed: number
  readonly itemsPerSecond: number
  readonly bytesPerSecond: number
}

/** The most samples kept of one run; beyond that, neighbours are merged in pairs. */
export const maximumSamples = 600

/**
 * Adds a sample to a series in time order. A full series is thinned to half by averaging neighbours, so that a
 * run of any length costs the same and its whole course stays visible.
 */
export function addSample(
  series: readonly ThroughputSample[],
  sample: ThroughputSample,
): readonly ThroughputSample[] {
  const last = series.at(-1)
  if (last !== undefined && sample.elapsed <= last.elapsed) return series
  if (series.length < maximumSamples) return [...series, sample]
  const thinned: ThroughputSample[] = []
  for (let index = 0; index + 1 < series.length; index += 2) {
    const one = series[index]
    const other = series[index + 1]
    if (one === undefined || other === undefined) continue
    thinned.push({
      elapsed: other.elapsed,
      itemsPerSecond: (one.itemsPerSecond + other.itemsPerSecond) / 2,
      bytesPerSecond: (one.bytesPerSecond + other.bytesPerSecond) / 2,
    })
  }
  return [...thinned, sample]
}
