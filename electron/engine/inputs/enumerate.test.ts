import { describe, expect, it } from 'vitest'
import { utimesSync } from 'node:fs'
import { inputFilterSchema, noFilter } from '../../../shared/model/input-filter.ts'
import { addLeftOut, nothingLeftOut } from '../../../shared/model/run.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import { enumerate, type EnumeratedBatch } from './enumerate.ts'
import { batchesAhead } from './enumerator-protocol.ts'
import { TemporaryTree } from './fixtures/temporary-tree.ts'
import { largestBatch } from './outbox.ts'

const options = {
  threadUrl: new URL('./enumerator-thread.ts', import.meta.url),
  filter: noFilter,
  now: 0,
}

async function all(inputs: readonly InputSource[]): Promise<EnumeratedBatch[]> {
  const batches: EnumeratedBatch[] = []
  for await (const batch of enumerate(inputs, options)) batches.push(batch)
  return batches
}

/** A list in which one entry is named often, so that many items need no many files. */
function longList(tree: TemporaryTree, entries: number): InputSource {
  const path = tree.file('list', `${tree.file('file')}\n`.repeat(entries))
  return { kind: 'list', path, separator: 'newline', base: tree.root }
}

describe('enumerate', () => {
  it('gives all items in order, with their facts and problems, in batches that grow', async () => {
    using tree = new TemporaryTree()
    const names = Array.from({ length: 3_210 }, (_, index) => `file-${String(index).padStart(4, '0')}`)
    for (const [index, name] of names.entries()) tree.file(`folder/${name}`, 'x'.repeat(index % 3))
    const batches = await all([
      { kind: 'path', path: tree.at('folder') },
      { kind: 'path', path: tree.at('gone') },
    ])
    const items = batches.flatMap((batch) => batch.items)
    expect(items.map((item) => item.path)).toEqual([
      ...names.map((name) => tree.at(`folder/${name}`)),
      tree.at('gone'),
    ])
    expect(items.slice(0, 3).map((item) => item.size)).toEqual([0, 1, 2])
    expect(items[0]?.modifiedAt).toBeGreaterThan(0)
    expect(items[0]?.problem).toBeNull()
    expect(items.at(-1)).toMatchObject({ size: null, modifiedAt: null, problem: { code: 'NOT_FOUND' } })
    expect(batches.every((batch) => batch.items.length <= largestBatch)).toBe(true)
    expect(batches[0]?.items.length).toBeLessThan(100)
  })

  it('gives nothing for an empty folder', async () => {
    using tree = new TemporaryTree()
    expect(await all([{ kind: 'path', path: tree.root }])).toEqual([])
  })

  it.runIf(process.platform !== 'win32')('counts links, even where there is nothing else', async () => {
    using tree = new TemporaryTree()
    tree.link('a', 'nowhere')
    tree.link('b', 'nowhere')
    const batches = await all([{ kind: 'path', path: tree.root }])
    expect(batches).toEqual([
      { items: [], leftOut: { ...nothingLeftOut, links: 2 }, mayRepeat: false, identities: null },
    ])
  })

  it.runIf(process.platform !== 'win32')('gives identities where they differ from paths', async () => {
    using tree = new TemporaryTree()
    tree.file('real/file \udcff')
    tree.link('link', 'real')
    const batches = await all([
      { kind: 'path', path: tree.at('real') },
      { kind: 'path', path: tree.at('link') },
    ])
    expect(batches.every((batch) => batch.mayRepeat)).toBe(true)
    expect(batches.flatMap((batch) => batch.items.map((item) => item.path))).toEqual([
      tree.at('real/file \udcff'),
      tree.at('link/file \udcff'),
    ])
    expect(batches.flatMap((batch) => batch.identities ?? batch.items.map((item) => item.path))).toEqual(
      Array(2).fill(tree.at('real/file \udcff')),
    )
  })

  it('lets the thread get no further ahead than a few batches', async () => {
    using tree = new TemporaryTree()
    // The list is put short behind the thread's back. What the thread had read by then is all that comes.
    const entries = 500_000
    const input = longList(tree, entries)
    let items = 0
    for await (const batch of enumerate([input], options)) {
      if (items === 0) {
        const { statSync, truncateSync } = await import('node:fs')
        expect(statSync(tree.at('list')).size).toBeGreaterThan(entries)
        truncateSync(tree.at('list'), 0)
      }
      items += batch.items.length
    }
    const read = 65_536
    const entryLength = tree.at('file').length + 1
    expect(items).toBeGreaterThan(0)
    expect(items).toBeLessThan((batchesAhead + 2) * largestBatch + read / entryLength)
  })

  it('ends its thread when the iteration is left', async () => {
    using tree = new TemporaryTree()
    const input = longList(tree, 100_000)
    let batches = 0
    for await (const batch of enumerate([input], options)) {
      batches += batch.items.length > 0 ? 1 : 0
      if (batches === 2) break
    }
    expect(batches).toBe(2)
  })

  it('throws the reason of its signal, before and in the middle', async () => {
    using tree = new TemporaryTree()
    const input = longList(tree, 100_000)
    const reason = new Error('enough')
    const before = enumerate([input], { ...options, signal: AbortSignal.abort(reason) })
    await expect(before.next()).rejects.toBe(reason)

    const controller = new AbortController()
    const items = enumerate([input], { ...options, signal: controller.signal })
    expect((await items.next()).done).toBe(false)
    controller.abort(reason)
    await expect(items.next()).rejects.toBe(reason)
    expect((await items.next()).done).toBe(true)
  })

  it.runIf(process.platform !== 'win32')('can be ended while it waits for a pipe', async () => {
    using tree = new TemporaryTree()
    const pipe = tree.fifo('pipe')
    const { closeSync, constants, openSync, writeSync } = await import('node:fs')
    const writer = openSync(pipe, constants.O_RDWR)
    try {
      writeSync(writer, `${tree.file('file')}\n`)
      const controller = new AbortController()
      const list: InputSource = { kind: 'list', path: pipe, separator: 'newline', base: tree.root }
      const items = enumerate([list], { ...options, signal: controller.signal })
      // The first item does not wait for the pipe's end.
      expect((await items.next()).value?.items).toHaveLength(1)
      const next = items.next()
      controller.abort(new Error('enough'))
      await expect(next).rejects.toThrow('enough')
    } finally {
      closeSync(writer)
    }
  })

  it.runIf(process.platform !== 'win32')('can be ended while nobody writes to a named pipe', async () => {
    using tree = new TemporaryTree()
    const list: InputSource = {
      kind: 'list',
      path: tree.fifo('pipe'),
      separator: 'newline',
      base: tree.root,
    }
    const controller = new AbortController()
    // The file comes first, so that the thread is seen to have started before it waits.
    const inputs: InputSource[] = [{ kind: 'path', path: tree.file('file') }, list]
    const items = enumerate(inputs, { ...options, signal: controller.signal })
    expect((await items.next()).value?.items).toHaveLength(1)
    const next = items.next()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
  })

  it('gives what a filter lets through, and counts the rest by reason', async () => {
    using tree = new TemporaryTree()
    for (const path of ['a.jpg', 'b.txt', '.c.jpg', 'd/e.jpg']) tree.file(path)
    const old = tree.file('old.jpg')
    utimesSync(old, 0, Date.UTC(2025, 0, 1) / 1_000)
    const filter = inputFilterSchema.parse({
      extensions: ['jpg'],
      hidden: false,
      maxDepth: 1,
      modifiedAfter: '7d',
    })
    const batches: EnumeratedBatch[] = []
    const inputs: InputSource[] = [{ kind: 'path', path: tree.root }]
    for await (const batch of enumerate(inputs, { ...options, filter, now: Date.now() })) batches.push(batch)
    expect(batches.flatMap((batch) => batch.items.map((item) => item.path))).toEqual([tree.at('a.jpg')])
    expect(batches.map((batch) => batch.leftOut).reduce(addLeftOut, nothingLeftOut)).toEqual({
      ...nothingLeftOut,
      hidden: 1,
      extension: 1,
      tooDeep: 1,
      modified: 1,
    })
  })

  it('looks through one after the other with a thread that is kept, and side by side with several', async () => {
    using tree = new TemporaryTree()
    const found = async (name: string): Promise<string[]> => {
      const batches = await all([{ kind: 'path', path: tree.file(name) }])
      return batches.flatMap((batch) => batch.items.map((item) => item.path))
    }
    for (const name of ['a', 'b']) expect(await found(name)).toEqual([tree.at(name)])
    expect(await Promise.all(['c', 'd', 'e'].map(found))).toEqual(
      ['c', 'd', 'e'].map((name) => [tree.at(name)]),
    )
    expect(await found('f')).toEqual([tree.at('f')])
  })

  it('says which pattern of a filter cannot be used', async () => {
    const filter = inputFilterSchema.parse({ exclude: ['/'] })
    const items = enumerate([], { ...options, filter })
    await expect(items.next()).rejects.toMatchObject({ code: 'INTERNAL', message: /The pattern "\/"/u })
  })

  it('says so when its thread cannot start', async () => {
    const items = enumerate([{ kind: 'path', path: '/' }], {
      ...options,
      threadUrl: new URL('./gone.ts', import.meta.url),
    })
    await expect(items.next()).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  it('says so when its thread ends before its time', async () => {
    const items = enumerate([], { ...options, threadUrl: new URL('data:text/javascript,process.exit()') })
    await expect(items.next()).rejects.toMatchObject({ code: 'INTERNAL', message: /ended before/u })
  })
})
