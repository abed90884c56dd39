/** How long the items of an input take, in microseconds each, in the order of the input. */
export type Durations = readonly number[]

/** Ways in which the length of items can be distributed. Each is half a second of work or more for one worker. */
export const distributions = {
  'equal, 20 µs': repeat(25_000, () => 20),
  '5 % heavy, 8 ms': repeat(1_000, (place) => (place % 20 === 7 ? 8_000 : 100)),
  'long tail: 20 × 20 ms at the end': [...repeat(2_000, () => 150), ...repeat(20, () => 20_000)],
  'heavy items last': repeat(1_000, (place) => (place < 950 ? 100 : 8_000)),
  'exponential, 0.5 ms': exponential(1_000, 500),
} as const satisfies Record<string, Durations>

/** The shortest time in which `workers` can be through, in milliseconds: all busy to the end. */
export function idealMakespan(durations: Durations, workers: number): number {
  const sum = durations.reduce((total, duration) => total + duration, 0)
  return Math.max(sum / workers, ...durations) / 1_000
}

function repeat(count: number, duration: (place: number) => number): Durations {
  return Array.from({ length: count }, (_, place) => duration(place))
}

/** The same numbers every time: the quantiles of the distribution, shuffled by a fixed rule. */
function exponential(count: number, mean: number): Durations {
  const multiplier = 1_237
  return repeat(count, (place) => {
    const quantile = (((place * multiplier) % count) + 0.5) / count
    return Math.round(-mean * Math.log(1 - quantile))
  })
}
