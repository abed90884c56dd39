import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { countAlive } from './fixtures/garbage.ts'
import { kinds, makePool, Notes, numbers, rejectionOf, task } from './fixtures/support.ts'

describe('what is moved to a thread', () => {
  it.each([
    ['a buffer', new ArrayBuffer(40), 40],
    ['a view of a buffer', new Uint8Array(24), 24],
  ])('is gone for the caller and there for the task: %s', async (_, item, length) => {
    await using pool = makePool('thread', { workers: 1 })
    const buffer = ArrayBuffer.isView(item) ? item.buffer : item
    if (!(buffer instanceof ArrayBuffer)) throw new TypeError('Expected a buffer of its own.')
    expect(await pool.apply(task('byteLength'), item, { transfer: () => [buffer] })).toBe(length)
    expect(buffer.byteLength).toBe(0)
  })

  it('may be something that cannot be copied at all, such as a port', async () => {
    await using pool = makePool('thread', { workers: 1 })
    const { port1, port2 } = new MessageChannel()
    const unmoved = await rejectionOf(pool.apply(task('answerOnPort'), { port: port1 }))
    expect(unmoved).toMatchObject({ code: 'ITEM_NOT_CLONEABLE' })
    const answer = new Promise((resolve) => port2.once('message', resolve))
    await pool.apply(task('answerOnPort'), { port: port1 }, { transfer: () => [port1] })
    expect(await answer).toBe('hello from the worker')
    port2.close()
  })

  it('is asked of each item, in chunks too', async () => {
    await using pool = makePool('thread')
    const items = numbers(1, 30).map((length) => new ArrayBuffer(length))
    const lengths = await pool.map(task('byteLength'), items, {
      chunkSize: 4,
      transfer: (item) => (item instanceof ArrayBuffer ? [item] : []),
    })
    expect(lengths).toEqual(numbers(1, 30))
    expect(items.every((item) => item.byteLength === 0)).toBe(true)
  })

  it('is copied where nothing is said', async () => {
    await using pool = makePool('thread', { workers: 1 })
    const buffer = new ArrayBuffer(16)
    expect(await pool.apply(task('byteLength'), buffer)).toBe(16)
    expect(buffer.byteLength).toBe(16)
  })

  it('may be a result: then it is gone for the worker', async () => {
    await using pool = makePool('thread', { workers: 1 })
    const made = await pool.apply<ArrayBuffer>(task('makeMoved'), 64)
    expect(made.byteLength).toBe(64)
    expect(await pool.apply(task('keptBytes'), null)).toBe(0)
  })

  it('that cannot be moved fails its item alone', async () => {
    await using pool = makePool('thread', { workers: 1 })
    const shared = new ArrayBuffer(8)
    const results = await pool.map(task('byteLength'), [shared, shared, new ArrayBuffer(4)], {
      chunkSize: 1,
      settled: true,
      transfer: (item) => (item instanceof ArrayBuffer ? [item] : []),
    })
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('shared memory is shared, not copied', async () => {
    await using pool = makePool('thread', { workers: 1 })
    expect(await pool.apply(task('byteLength'), new SharedArrayBuffer(12))).toBe(12)
  })
})

describe('a process', () => {
  it('is sent copies, of items and of results', async () => {
    await using pool = makePool('process', { workers: 1 })
    const buffer = new ArrayBuffer(40)
    expect(await pool.apply(task('byteLength'), buffer, { transfer: () => [buffer] })).toBe(40)
    const made = await pool.apply<ArrayBuffer>(task('makeMoved'), 64)
    expect(made.byteLength).toBe(64)
  })

  it('is refused shared memory', async () => {
    await using pool = makePool('process', { workers: 1 })
    const error = await rejectionOf(pool.apply(task('byteLength'), new SharedArrayBuffer(12)))
    expect(error).toMatchObject({ code: 'ITEM_NOT_CLONEABLE' })
  })
})

describe.each(kinds)('what %s workers are done with', (kind) => {
  it('is released, in the worker and here', async () => {
    await using pool = makePool(kind, { workers: 1 })
    const here = await useUp(() => pool.map<object, object>(task('rememberWeakly'), makeObjects(10)))
    expect(await pool.apply(task('countRemembered'), null)).toBe(0)
    expect(here).toBe(0)
  })

  it('is released here while the rest of the call still runs', async () => {
    using notes = new Notes()
    await using pool = makePool(kind, { workers: 1 })
    const items = [...makeObjects(10), 'last']
    const weak = items.flatMap((item) => (typeof item === 'object' ? [new WeakRef(item)] : []))
    function* draining(): Generator<unknown, void> {
      for (let item = items.shift(); item !== undefined; item = items.shift()) yield item
    }
    const stream = pool.imap(task('gatedText', { folder: notes.folder }), draining(), { chunkSize: 1 })
    for (const _ of numbers(0, 10)) await stream.next()
    await notes.haveBegun('last')
    expect(await countAlive(weak)).toBe(0)
    notes.open('last')
    expect((await stream.next()).value).toBe('last')
  })
})

function makeObjects(count: number): object[] {
  return numbers(0, count).map((number) => ({ number, text: 'x'.repeat(100) }))
}

/** How many of the results are alive once nobody holds them any more. */
async function useUp(run: () => Promise<object[]>): Promise<number> {
  const weak = (await run()).map((value) => new WeakRef(value))
  return countAlive(weak)
}
