import { expect, test } from 'vitest'
import { joinSeries, seriesOf } from './stored-series.ts'

test('between two kept moments lies the speed; a retry that takes results away is no negative one', () => {
  const series = seriesOf([
    { at: 0, items: 0, bytes: 0 },
    { at: 1_000, items: 10, bytes: 500 },
    { at: 3_000, items: 20, bytes: 500 },
    { at: 4_000, items: 15, bytes: 400 },
  ])
  expect(series).toEqual([
    { elapsed: 1_000, itemsPerSecond: 10, bytesPerSecond: 500 },
    { elapsed: 3_000, itemsPerSecond: 5, bytesPerSecond: 0 },
    { elapsed: 4_000, itemsPerSecond: 0, bytesPerSecond: 0 },
  ])
})

test('what was watched goes on where what was kept ends', () => {
  const at = (elapsed: number) => ({ elapsed, itemsPerSecond: 1, bytesPerSecond: 1 })
  expect(joinSeries([at(1), at(2)], [at(1.5), at(2), at(3)]).map(({ elapsed }) => elapsed)).toEqual([1, 2, 3])
  expect(joinSeries([], [at(5)])).toEqual([at(5)])
})
