import { afterAll, describe, expect, it } from 'vitest'
import { kinds, makePool, rejectionOf, squares, task } from './fixtures/support.ts'

class SaidWhenError extends RangeError {}

/** Whole numbers from 0 to before `total`; throws in the place of the number `when`, -1 for at once. */
function* throwing(total: number, when: number): Generator<number, void> {
  if (when === -1) throw new SaidWhenError('somebody said when')
  for (let number = 0; number < total; number += 1) {
    if (number === when) throw new SaidWhenError('somebody said when')
    yield number
  }
}

async function* throwingLater(total: number, when: number): AsyncGenerator<number, void> {
  yield* throwing(total, when)
}

/** Claims to have a length, has no generator's machinery, and throws at once. */
const special = {
  length: 1,
  [Symbol.iterator]: () => ({
    next(): never {
      throw new SaidWhenError('special')
    },
  }),
}

const inputs = [
  ['synchronous', throwing],
  ['asynchronous', throwingLater],
] as const

describe.each(kinds)('an input that throws, with %s workers', (kind) => {
  const pool = makePool(kind)
  afterAll(() => pool.terminate())

  it.each(inputs)('ends map with its error, wherever it throws (%s)', async (_, input) => {
    for (const [total, when] of [
      [1, -1],
      [1, -1],
      [10, 3],
      [1, 0],
    ] as const) {
      const error = await rejectionOf(pool.map(task('square'), input(total, when), { chunkSize: 1 }))
      expect(error).toBeInstanceOf(SaidWhenError)
    }
    expect(await rejectionOf(pool.map(task('square'), special, { chunkSize: 1 }))).toBeInstanceOf(
      SaidWhenError,
    )
    expect(await pool.map(task('square'), throwing(4, 9))).toEqual(squares(4))
  })

  it.each(inputs)('is the caller’s own error, not one that came from a worker (%s)', async (_, input) => {
    const error = await rejectionOf(pool.map(task('square'), input(1, -1)))
    expect(error).toBeInstanceOf(SaidWhenError)
    expect(error).not.toHaveProperty('cause')
    expect(error).toHaveProperty('message', 'somebody said when')
  })

  it.each(inputs)('lets imap give everything that came before, chunks or not (%s)', async (_, input) => {
    for (const [total, when, chunkSize] of [
      [1, -1, 1],
      [1, -1, 1],
      [10, 3, 1],
      [20, 7, 2],
      [20, 7, 4],
    ] as const) {
      const stream = pool.imap<number, number>(task('square'), input(total, when), { chunkSize })
      for (const square of squares(Math.max(0, when)))
        expect(await stream.next()).toEqual({ done: false, value: square })
      expect(await rejectionOf(stream.next())).toBeInstanceOf(SaidWhenError)
      expect((await stream.next()).done).toBe(true)
    }
  })

  it.each(inputs)('lets imapUnordered give everything that came before (%s)', async (_, input) => {
    for (const [total, when, chunkSize] of [
      [1, -1, 1],
      [10, 3, 1],
      [20, 7, 2],
      [20, 7, 4],
    ] as const) {
      const stream = pool.imapUnordered<number, number>(task('square'), input(total, when), { chunkSize })
      const found: number[] = []
      const error = await rejectionOf(
        (async () => {
          for await (const value of stream) found.push(value)
        })(),
      )
      expect(error).toBeInstanceOf(SaidWhenError)
      expect(found.toSorted((a, b) => a - b)).toEqual(squares(Math.max(0, when)))
    }
  })

  it('may throw what is no error', async () => {
    function* odd(): Generator<number, void> {
      yield 1
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is what this test is about
      throw 'a text'
    }
    const stream = pool.imap<number, number>(task('square'), odd())
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    expect(await rejectionOf(stream.next())).toBe('a text')
  })
})
