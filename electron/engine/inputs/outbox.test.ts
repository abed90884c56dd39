import { nothingLeftOut } from '../../../shared/model/run.ts'
import { describe, expect, it } from 'vitest'
import type { BatchMessage } from './enumerator-protocol.ts'
import { noFacts } from './finder.ts'
import { largestBatch, Outbox } from './outbox.ts'

function setUp(mayRepeat = false): { batches: BatchMessage[]; clock: { now: number }; outbox: Outbox } {
  const batches: BatchMessage[] = []
  const clock = { now: 0 }
  const outbox = new Outbox(
    (batch) => batches.push(batch),
    mayRepeat,
    () => clock.now,
  )
  return { batches, clock, outbox }
}

describe('Outbox', () => {
  it('sends batches that double up to the largest', () => {
    const { batches, outbox } = setUp()
    for (let item = 0; item < 5_000; item += 1)
      outbox.found(`/${item}`, { size: item, modifiedAt: null }, null, '')
    outbox.flush()
    outbox.flush()
    expect(batches.map((batch) => batch.paths.length)).toEqual([
      50, 100, 200, 400, 800, 1_000, 1_000, 1_000, 450,
    ])
    expect(Math.max(...batches.map((batch) => batch.paths.length))).toBe(largestBatch)
    expect(batches.flatMap((batch) => [...batch.sizes])).toEqual(
      Array.from({ length: 5_000 }, (_, item) => item),
    )
    expect(batches.every((batch) => batch.sizes.length === batch.paths.length)).toBe(true)
    expect(batches[0]?.modifiedAt[0]).toBeNaN()
  })

  it('sends what has waited long, even when nothing more is found', () => {
    const { batches, clock, outbox } = setUp()
    outbox.pulse()
    outbox.found('/a', noFacts, null, '/a')
    clock.now = 49
    outbox.pulse()
    expect(batches).toHaveLength(0)
    clock.now = 50
    outbox.pulse()
    expect(batches.map((batch) => batch.paths)).toEqual([['/a']])
    clock.now = 1_000
    outbox.leftOut('links')
    outbox.pulse()
    expect(batches).toHaveLength(1)
    clock.now = 1_050
    outbox.leftOut('links')
    expect(batches[1]).toMatchObject({ paths: [], leftOut: { ...nothingLeftOut, links: 2 } })
  })

  it('tells identities only where one differs from its path, and problems by their place', () => {
    const { batches, outbox } = setUp(true)
    const problem = { code: 'NOT_FOUND', message: 'gone' } as const
    outbox.found('/a', noFacts, null, '/a')
    outbox.flush()
    outbox.found('/a', noFacts, null, '/a')
    outbox.found('/link', noFacts, problem, '/b')
    outbox.flush()
    expect(batches.map((batch) => batch.identities)).toEqual([null, ['/a', '/b']])
    expect(batches[1]?.problems).toEqual([{ index: 1, problem }])
  })
})
