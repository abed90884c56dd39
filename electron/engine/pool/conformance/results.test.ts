import { afterAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../index.ts'
import { kinds, makePool, multiplyTable, numbers, rejectionOf, squares, task } from './fixtures/support.ts'

describe.each(kinds)('results of %s workers', (kind) => {
  const pool = makePool(kind, { workers: 4 })
  afterAll(() => pool.terminate())

  it('apply gives the one result', async () => {
    expect(await pool.apply(task('square'), 5)).toBe(25)
    expect(await pool.apply(task('squareLater'), 3)).toBe(9)
  })

  it('apply can be awaited later, and many side by side', async () => {
    const first = pool.apply(task('squareLater'), 7)
    const others = numbers(0, 200).map((number) => pool.apply(task('square'), number))
    expect(await Promise.all(others)).toEqual(squares(200))
    expect(await first).toBe(49)
  })

  it('apply takes its callbacks as promises do: one is called, once', async () => {
    const calls: unknown[] = []
    const succeeded = (value: unknown): unknown => calls.push(value)
    const failed = (error: unknown): unknown => calls.push(error)
    await pool.apply(task('parseWhole'), '1').then(succeeded, failed)
    expect(calls).toEqual([1])
    await pool.apply(task('parseWhole'), 'a').then(succeeded, failed)
    expect(calls).toHaveLength(2)
    expect(calls[1]).toBeInstanceOf(SyntaxError)
  })

  it('map gives all results in the order of the input, with chunks and without', async () => {
    expect(await pool.map(task('square'), numbers(0, 10))).toEqual(squares(10))
    expect(await pool.map(task('square'), numbers(0, 100), { chunkSize: 20 })).toEqual(squares(100))
    expect(await pool.map(task('squareLater'), new Set(numbers(0, 100)), { chunkSize: 7 })).toEqual(
      squares(100),
    )
  })

  it('map with callbacks calls one of them, once', async () => {
    const calls: unknown[] = []
    await pool.map(task('parseWhole'), ['1']).then((values) => calls.push(values))
    await pool.map(task('parseWhole'), ['a']).catch((error: unknown) => calls.push(error))
    expect(calls).toEqual([[1], expect.any(SyntaxError)])
  })

  it('starmap calls the task with each list of arguments', async () => {
    const short = multiplyTable(10)
    expect(await pool.starmap(task('multiply'), short.pairs)).toEqual(short.products)
    const long = multiplyTable(100)
    expect(await pool.starmap(task('multiply'), long.pairs, { chunkSize: 20 })).toEqual(long.products)
    const later = pool.starmap(task('multiply'), long.pairs)
    expect(await later).toEqual(long.products)
  })

  it('starmap passes lists of any length, the context last', async () => {
    const lists = [[], [1], [1, 2], [1, 2, 3], [[1, 2], null, undefined, 'a']]
    expect(await pool.starmap(task('countArguments'), lists, { chunkSize: 2 })).toEqual([0, 1, 2, 3, 4])
  })

  it('imap gives them one by one in the order of the input, then the end for ever', async () => {
    const stream = pool.imap<number, number>(task('square'), numbers(0, 1000), { chunkSize: 100 })
    for (const square of squares(1000)) expect(await stream.next()).toEqual({ done: false, value: square })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(await Array.fromAsync(pool.imap(task('square'), numbers(0, 10)))).toEqual(squares(10))
  })

  it('imapUnordered gives each of them once', async () => {
    for (const [end, options] of [
      [10, {}],
      [1000, { chunkSize: 100 }],
      [1000, { chunkSize: 53 }],
    ] as const) {
      const found = await Array.fromAsync(
        pool.imapUnordered<number, number>(task('square'), numbers(0, end), options),
      )
      expect(found.toSorted((a, b) => a - b)).toEqual(squares(end))
    }
  })

  it('an empty input has no results, whatever the call', async () => {
    for (const options of [{}, { chunkSize: 1 }, { chunkSize: 1, bufferSize: 2 }] as const) {
      expect(await pool.map(task('square'), [], options)).toEqual([])
      expect(await pool.starmap(task('multiply'), [], options)).toEqual([])
      expect(await Array.fromAsync(pool.imap(task('square'), [], options))).toEqual([])
      expect(await Array.fromAsync(pool.imapUnordered(task('square'), [], options))).toEqual([])
    }
  })

  it.each([1, 2, 4, 8])('any window gives the same results: %d', async (bufferSize) => {
    const stream = pool.imap<number, number>(task('square'), numbers(0, 4), { bufferSize })
    expect(await Array.fromAsync(stream)).toEqual(squares(4))
  })

  it('10,000 calls at once all end, without a deep stack', async () => {
    const calls = numbers(0, 10_000).map((number) => pool.apply<number>(task('square'), number))
    expect((await Promise.all(calls)).at(-1)).toBe(9999 * 9999)
  })

  it('values that look like nothing are results too', async () => {
    const values = [undefined, null, 0, '', false, Number.NaN]
    expect(await pool.map(task('identity'), values)).toEqual(values)
    expect(await Array.fromAsync(pool.imap(task('identity'), values))).toEqual(values)
  })

  it('workers see the environment of the process that made the pool', async () => {
    const [name = ''] = Object.keys(process.env)
    expect(await pool.apply(task('readEnvironment'), name)).toBe(process.env[name])
  })
})

describe('the order in which one worker runs what was submitted', () => {
  it.each(kinds)('is that of submission: %s', async (kind) => {
    await using pool = makePool(kind, { workers: 1 })
    const ended: number[] = []
    const calls = numbers(0, 20).map((number) =>
      pool.apply<number>(task('squareLater'), number).then(() => ended.push(number)),
    )
    await Promise.all(calls)
    expect(ended).toEqual(numbers(0, 20))
  })
})

describe('a call that is not sound', () => {
  it('is refused with the name of what is wrong', async () => {
    await using pool = makePool('thread', { workers: 1 })
    for (const bufferSize of [0, -1, 2.5, Number.NaN]) {
      expect(() => pool.imap(task('square'), [1], { chunkSize: 1, bufferSize })).toThrow(/bufferSize/)
      expect(() => pool.imapUnordered(task('square'), [1], { chunkSize: 1, bufferSize })).toThrow(RangeError)
    }
    for (const chunkSize of [0, -1, 1.5]) {
      expect(await rejectionOf(pool.map(task('square'), [1], { chunkSize }))).toBeInstanceOf(RangeError)
    }
    expect(() => pool.imap(task('square'), [1], { timeout: 0 })).toThrow(/timeout/)
    expect(() => pool.imap(task('square'), [1], { timeout: -5 })).toThrow(RangeError)
    expect(() => pool.imap(task('square'), [1], { priority: Number.NaN })).toThrow(/priority/)
    expect(await rejectionOf(pool.apply(task('square'), 1, { timeout: 0 }))).toBeInstanceOf(RangeError)
  })

  it('is refused where an option has another type', async () => {
    await using pool = makePool('thread', { workers: 1 })
    for (const wrong of [
      { bufferSize: '4' },
      { chunkSize: 'many' },
      { timeout: 'soon' },
      { onReport: 42 },
      { transfer: 42 },
      { signal: 42 },
    ]) {
      const call = (): unknown => Reflect.apply(pool.imap.bind(pool), undefined, [task('square'), [1], wrong])
      expect(call, JSON.stringify(wrong)).toThrow(/Expected|must/)
    }
    const notIterable = (): unknown => Reflect.apply(pool.imap.bind(pool), undefined, [task('square'), 42])
    expect(notIterable).toThrow(TypeError)
  })

  it('is refused where the task is no reference to one', async () => {
    await using pool = makePool('thread', { workers: 1 })
    for (const wrong of [undefined, null, 42, 'name', {}, { name: 42 }]) {
      const call = (): unknown => Reflect.apply(pool.imap.bind(pool), undefined, [wrong, [1]])
      expect(call).toThrow(TypeError)
      const apply = async (): Promise<unknown> => Reflect.apply(pool.apply.bind(pool), undefined, [wrong, 1])
      expect(await rejectionOf(apply())).toBeInstanceOf(TypeError)
    }
  })

  it.each([0, -1, 0.5, Number.NaN, '12'])('is no pool either: %o workers, or items per worker', (count) => {
    for (const name of ['workers', 'maxTasksPerWorker']) {
      expect(() => void Reflect.construct(WorkerPool, [{ [name]: count }])).toThrow(RangeError)
    }
  })
})
