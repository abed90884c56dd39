import { describe, expect, it } from 'vitest'
import {
  batchOf,
  exampleItems,
  exampleRun,
  matching,
  runEnd,
  succeeded,
  temporaryStore,
} from '../store/fixtures/example-run.ts'
import { readResults } from './results.ts'

describe('results that are asked for by the names of columns', () => {
  it('are sorted by a column that every run has, or by one of the task type', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(3))
    await store.commitResults(
      runId,
      batchOf(['b', 'c', 'a'].map((hash, index) => succeeded(index + 1, [hash]))),
    )
    await store.finishRun(runId, runEnd())
    const seqs = async (column: string, descending = false) => {
      const { rows } = await readResults(store, { runId, sort: { column, descending }, offset: 0, limit: 10 })
      return rows.map((row) => row.seq)
    }
    expect(await seqs('digest')).toEqual([3, 1, 2])
    expect(await seqs('digest', true)).toEqual([2, 1, 3])
    expect(await seqs('path', true)).toEqual([3, 2, 1])
    await expect(seqs('hsah')).rejects.toMatchObject({
      code: 'INVALID_COLUMNS',
      message: matching(/duration_ms.*digest/u),
    })
    await expect(
      readResults(store, { runId: 9, sort: { column: 'seq', descending: false }, offset: 0, limit: 1 }),
    ).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })
})
