import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sequencer } from './sequencer.ts'

describe('putting results into the order of the input', () => {
  it('releases in order, each as soon as nothing before it is missing, however they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_500 }).chain((count) =>
          fc.record({
            // Each item is expected in order and given at some time, possibly before it is expected.
            given: fc.shuffledSubarray(
              Array.from({ length: count }, (_, place) => place + 1),
              { minLength: count },
            ),
            expectEvery: fc.integer({ min: 1, max: 5 }),
          }),
        ),
        ({ given, expectEvery }) => {
          const released: number[] = []
          const sequencer = new Sequencer<{ seq: number }, number>((seq) => released.push(seq))
          let expected = 0
          const done = new Set<number>()
          for (const [place, seq] of given.entries()) {
            if (place % expectEvery === 0) {
              for (let more = 0; more < expectEvery && expected < given.length; more += 1) {
                expected += 1
                sequencer.expect({ seq: expected })
              }
            }
            sequencer.give(seq, seq)
            done.add(seq)
            let complete = 0
            while (complete < expected && done.has(complete + 1)) complete += 1
            expect(released).toHaveLength(complete)
            expect(sequencer.open).toBe(expected - complete)
          }
          while (expected < given.length) sequencer.expect({ seq: (expected += 1) })
          expect(released).toEqual(given.toSorted((a, b) => a - b))
          expect(sequencer.blockage).toBeNull()
        },
      ),
      { numRuns: 10 },
    )
  })

  it('tells what waits for what', () => {
    const sequencer = new Sequencer<{ seq: number; path: string }, string>(() => {})
    sequencer.expect({ seq: 1, path: '/slow' })
    sequencer.expect({ seq: 2, path: '/quick' })
    expect(sequencer.blockage).toBeNull()
    sequencer.give(2, 'done')
    expect(sequencer.blockage).toEqual({ item: { seq: 1, path: '/slow' }, held: 1 })
  })

  it('lets go over the gaps when it is over', () => {
    const released: string[] = []
    const sequencer = new Sequencer<{ seq: number }, string>((each) => released.push(each))
    for (let seq = 1; seq <= 5; seq += 1) sequencer.expect({ seq })
    sequencer.give(5, 'five')
    sequencer.give(3, 'three')
    sequencer.releaseAll()
    expect(released).toEqual(['three', 'five'])
    expect(sequencer.open).toBe(0)
  })
})
