import { describe, expect, it } from 'vitest'
import {
  batchOf,
  exampleItem,
  exampleRun,
  failed,
  runEnd,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'
import type { Store } from './store.ts'

const columns = { value: 0, inode: 1 }

/** A run of these results: path, size, value and inode of each; without a value it has failed. */
async function runOf(
  store: Store,
  rows: readonly (readonly [path: string, size: number, value: string | null, inode: string])[],
): Promise<number> {
  const runId = await store.createRun(exampleRun())
  await store.addItems(
    runId,
    rows.map(([path, size]) => exampleItem(path, size)),
  )
  const results = rows.map(([, , value, inode], index) =>
    value === null ? failed(index + 1) : succeeded(index + 1, [value, inode]),
  )
  await store.commitResults(runId, batchOf(results))
  return runId
}

describe('groups of results', () => {
  it('are those with the same value, with what they waste beside hard links', async () => {
    const store = await temporaryStore()
    const runId = await runOf(store, [
      ['/a', 0, 'empty', '1:1'],
      ['/b', 500, 'large', '1:2'],
      ['/alone', 900, 'alone', '1:3'],
      ['/odd \udcff', 500, 'large', '1:4'],
      ['/c', 0, 'empty', '1:5'],
      ['/d', 500, 'large', '1:2'],
      ['/gone', 500, null, ''],
    ])
    expect(await store.groups(runId, columns, 0, 10)).toEqual({
      ...{ total: 2, results: 5, wastedBytes: 500 },
      groups: [
        {
          ...{ value: 'large', count: 3, files: 2, size: 500, wastedBytes: 500 },
          examples: [
            { seq: 2, path: '/b' },
            { seq: 4, path: '/odd \udcff' },
            { seq: 6, path: '/d' },
          ],
        },
        {
          ...{ value: 'empty', count: 2, files: 2, size: 0, wastedBytes: 0 },
          examples: [
            { seq: 1, path: '/a' },
            { seq: 5, path: '/c' },
          ],
        },
      ],
    })
    const second = await store.groups(runId, columns, 1, 10)
    expect(second.groups.map((group) => group.value)).toEqual(['empty'])
    expect((await store.groups(runId, columns, 2, 10)).groups).toEqual([])
    expect((await store.groups(runId, { ...columns, inode: null }, 0, 1)).groups[0]?.files).toBe(3)

    const rows = await store.groupedRows(runId, columns, 0, 10)
    expect(rows.map(({ group, groupCount, seq }) => [group, groupCount, seq])).toEqual([
      [1, 3, 2],
      [1, 3, 4],
      [1, 3, 6],
      [2, 2, 1],
      [2, 2, 5],
    ])
    const middle = await store.groupedRows(runId, columns, 2, 2)
    expect(middle.map(({ group, seq }) => [group, seq])).toEqual([
      [1, 6],
      [2, 1],
    ])

    const page = await store.resultPage(runId, { equals: { index: 0, value: 'large' }, offset: 0, limit: 2 })
    expect(page.total).toBe(3)
    expect(page.rows.map(({ seq }) => seq)).toEqual([2, 4])
  })

  it('are found anew once the run has other results, and of each run by themselves', async () => {
    const store = await temporaryStore()
    const runId = await runOf(store, [
      ['/a', 10, 'same', '1'],
      ['/b', 10, 'other', '2'],
    ])
    expect(await store.groups(runId, columns, 0, 10)).toEqual({
      ...{ total: 0, results: 0, wastedBytes: 0, groups: [] },
    })
    const another = await runOf(store, [
      ['/a', 10, 'same', '1'],
      ['/b', 10, 'same', '2'],
    ])
    expect(await store.groups(another, columns, 0, 10)).toMatchObject({ total: 1, wastedBytes: 10 })
    expect(await store.groups(runId, columns, 0, 10)).toMatchObject({ total: 0 })
    await store.addItems(runId, [exampleItem('/c', 10)])
    await store.commitResults(runId, batchOf([succeeded(3, ['same', '3'])]))
    await store.finishRun(runId, runEnd())
    expect(await store.groups(runId, columns, 0, 10)).toMatchObject({ total: 1, wastedBytes: 10 })
  })

  it('are refused for a run that there is not', async () => {
    const store = await temporaryStore()
    await expect(store.groups(7, columns, 0, 1)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })
})
