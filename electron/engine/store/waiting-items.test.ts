import { describe, expect, it } from 'vitest'
import {
  batchOf,
  commitExample,
  exampleItem,
  exampleItems,
  exampleRun,
  failed,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'

describe('items that have no result yet', () => {
  it('come in input order, page after page, without those that got one meanwhile', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(10))
    await store.commitResults(runId, batchOf([succeeded(2, [1]), failed(5)]))
    const first = await store.waitingItems(runId, { after: 0, limit: 3 })
    expect(first.items.map(({ seq }) => seq)).toEqual([1, 3, 4])
    expect(first.items[0]).toEqual({
      ...{ seq: 1, path: '/photos/1.jpg', size: 10, modifiedAt: 1_700_000_000_000.5 },
    })
    expect(first.hasMore).toBe(true)
    await store.commitResults(runId, batchOf([succeeded(1, [1]), succeeded(7, [1])]))
    const second = await store.waitingItems(runId, { after: 4, limit: 3 })
    expect(second.items.map(({ seq }) => seq)).toEqual([6, 8, 9])
    const last = await store.waitingItems(runId, { after: 9, limit: 3 })
    expect(last).toMatchObject({ items: [{ seq: 10 }], hasMore: false })
    const again = await store.waitingItems(runId, { after: 0, limit: 3 })
    expect(again.items.map(({ seq }) => seq)).toEqual([3, 4, 6])
  })

  it('are none once all have one, also where more were found after that', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    await commitExample(store, runId, 3)
    expect(await store.waitingItems(runId, { after: 0, limit: 10 })).toEqual({ items: [], hasMore: false })
    await store.addItems(runId, [exampleItem('/photos/late.jpg')])
    const { items } = await store.waitingItems(runId, { after: 0, limit: 10 })
    expect(items.map(({ seq }) => seq)).toEqual([4])
  })

  it('are found by their paths, with letters of any size and signs that stand for themselves', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    const paths = ['/a/Summer_1.jpg', '/a/summerx1.jpg', '/a/ÉTÉ.jpg', '/a/été.jpg', '/a/w\uDCFFx.jpg']
    await store.addItems(
      runId,
      paths.map((path) => exampleItem(path)),
    )
    await store.commitResults(runId, batchOf([succeeded(4, [1])]))
    const found = async (text: string) =>
      (await store.waitingItems(runId, { text, after: 0, limit: 10 })).items.map(({ path }) => path)
    expect(await found('SUMMER')).toEqual(paths.slice(0, 2))
    expect(await found('summer_1')).toEqual(['/a/Summer_1.jpg'])
    expect(await found('été')).toEqual(['/a/ÉTÉ.jpg'])
    expect(await found('x.jpg')).toEqual(['/a/w\uDCFFx.jpg'])
    expect(await found('')).toHaveLength(4)
    expect(await found('nothing of the kind')).toEqual([])
  })
})
