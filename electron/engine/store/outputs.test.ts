import { describe, expect, it } from 'vitest'
import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import {
  batchOf,
  exampleItem,
  exampleItems,
  exampleRun,
  runEnd,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'
import type { PlannedItem } from './records.ts'
import type { Store } from './store.ts'

const made: MadeOutput = {
  path: '/out/\uDCFF',
  size: 3,
  modifiedAt: 1_700_000_000_000.25,
  inode: '18446744073709551615',
  madeFolders: ['/out'],
}

function planOf(seq: number, planned: PlannedOutput): PlannedItem {
  const isMade = planned.action !== 'skip' && planned.action !== 'refuse'
  return { seq, planned, key: isMade ? planned.path : null, effect: 'writes' }
}

const allKinds: readonly PlannedOutput[] = [
  { action: 'create', path: '/out/\uDCFF' },
  { action: 'replace', path: '/out/2', size: 7, modifiedAt: 1.5 },
  { action: 'replace-input', path: '/photos/3.jpg' },
  { action: 'skip', path: '/out/\uDCFF', reason: 'taken', by: 1 },
  { action: 'skip', path: '/out/5', reason: 'exists', by: null },
  { action: 'refuse', path: null, code: 'OUTPUT_NAME', message: 'It has no name.' },
]

/** A run with an item of each kind of plan. */
async function plannedRun(store: Store): Promise<number> {
  const runId = await store.createRun({ ...exampleRun(), makesOutputs: true })
  await store.addItems(runId, exampleItems(allKinds.length))
  await store.planOutputs(
    runId,
    allKinds.length,
    allKinds.map((planned, index) => planOf(index + 1, planned)),
  )
  return runId
}

describe('the plan of a run', () => {
  it('comes back with its items as it was written', async () => {
    const store = await temporaryStore()
    const runId = await plannedRun(store)
    const items = await store.pendingItems(runId, 0, 100)
    expect(items.map(({ output }) => output?.planned)).toEqual(allKinds)
    expect(await store.getRun(runId)).toMatchObject({ outputs: { planned: 6 } })
    expect(await store.outputOwners(runId, ['/out/\uDCFF', '/out/5', '/photos/3.jpg'])).toEqual([1, null, 3])
    expect(await store.outputFigures(runId)).toEqual({
      actions: { create: 1, replace: 1, 'replace-input': 1, skip: 2, refuse: 1 },
      ...{ made: 0, undone: 0, refused: 0 },
    })
    const skipped = await store.outputPage(runId, { action: 'skip', offset: 1, limit: 10 })
    expect(skipped).toMatchObject([{ seq: 5, path: '/photos/5.jpg', output: '/out/5', made: null }])
    expect((await store.outputPage(runId, { offset: 3, limit: 2 })).map(({ note }) => note)).toEqual([
      'Item 1 of the run has that name.',
      'There is something of that name already.',
    ])
  })

  it('is written whole or not at all, and never gives one name to two items', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun({ ...exampleRun(), makesOutputs: true })
    await store.addItems(runId, exampleItems(2))
    const twice = [1, 2].map((seq) => planOf(seq, { action: 'create', path: '/out/a' }))
    await expect(store.planOutputs(runId, 2, twice)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await store.getRun(runId)).toMatchObject({ outputs: { planned: 0 } })
    expect(await store.outputPage(runId, { offset: 0, limit: 10 })).toEqual([])
  })

  it('has what came to stand in the transaction of the result', async () => {
    const store = await temporaryStore()
    const runId = await plannedRun(store)
    const result = { ...succeeded(1, ['x']), outcome: { status: 'succeeded', values: ['x'], made } as const }
    const unplanned = { ...result, seq: 99 }
    await expect(store.commitResults(runId, batchOf([result, unplanned]))).rejects.toMatchObject({
      code: 'INTERNAL',
    })
    expect(await store.madeOutputs(runId, 100, 10)).toEqual([])
    await store.commitResults(runId, batchOf([result]))
    expect(await store.madeOutputs(runId, 100, 10)).toEqual([
      { seq: 1, source: '/photos/1.jpg', action: 'create', effect: 'writes', made, undo: null },
    ])
    const { rows } = await store.resultPage(runId, { offset: 0, limit: 10 })
    expect(rows[0]?.output).toEqual({ action: 'create', path: made.path, note: null, made: true, undo: null })
    expect((await store.item(runId, 1))?.result?.output).toMatchObject({ made: true })
    expect((await store.unmadeOutputs(runId, 0, 10)).map(({ seq }) => seq)).toEqual([2, 3])
  })

  it('knows an output that replaced the run’s own as one that it made', async () => {
    const store = await temporaryStore()
    const runId = await plannedRun(store)
    const result = { ...succeeded(1, []), outcome: { status: 'succeeded', values: [], made } as const }
    await store.commitResults(runId, batchOf([result]))
    await store.planOwnOutputs(runId, [{ seq: 1, path: made.path, stands: { size: 3, modifiedAt: 9 } }])
    const [item] = await store.outputPage(runId, { offset: 0, limit: 1 })
    expect(item).toMatchObject({ action: 'replace', replaces: { size: 3, modifiedAt: 9 } })
    expect(await store.madeOutputs(runId, 100, 10)).toMatchObject([{ seq: 1, action: 'create' }])
  })

  it('is marked by undo only while the run is not at work, and goes with the run', async () => {
    const store = await temporaryStore()
    const runId = await plannedRun(store)
    const mark = { seq: 1, state: 'refused', message: 'It was changed.' } as const
    await expect(store.markUndo(runId, [mark])).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
    await store.finishRun(runId, runEnd({ state: 'cancelled' }))
    await store.adoptOutputs(runId, [{ seq: 1, made }])
    await store.markUndo(runId, [mark])
    expect((await store.outputPage(runId, { offset: 0, limit: 1 }))[0]?.undo).toEqual({
      state: 'refused',
      message: 'It was changed.',
    })
    expect(await store.outputFigures(runId)).toMatchObject({ made: 1, refused: 1, undone: 0 })
    await store.deleteRun(runId)
    await store.compact()
    expect(await store.outputFigures(runId)).toMatchObject({ actions: {}, made: 0 })
  })
})

describe('a draft', () => {
  it('keeps the plan of a job that was not started, apart from others', async () => {
    const store = await temporaryStore()
    await using draft = store.openDraft(true)
    await using other = store.openDraft(false)
    const unreadable = { ...exampleItem('/x'), problem: { code: 'NOT_FOUND', message: 'It is gone.' } }
    await draft.add([...exampleItems(2), unreadable], [null, 7, null])
    await draft.add([{ ...exampleItem('/in/\uDCFF'), rootLength: 3 }], [])
    await other.add(exampleItems(1), [])
    expect(await draft.items(0, 10)).toMatchObject([
      { seq: 1, path: '/photos/1.jpg' },
      { seq: 4, path: '/in/\uDCFF', rootLength: 3 },
    ])
    expect(await draft.isInput(['/in/\uDCFF', '/in/x', '/photos/2.jpg'])).toEqual([true, false, true])
    await draft.plan([planOf(1, { action: 'create', path: '/out/1' }), planOf(4, allKinds[3] ?? never())])
    expect(await draft.owners(['/out/1', '/out/\uDCFF'])).toEqual([1, null])
    expect(await draft.items(0, 10)).toEqual([])
    expect(await draft.counts()).toEqual({ create: 1, 'already-done': 1, unreadable: 1, skip: 1 })
    expect(
      (await draft.page({ offset: 1, limit: 2 })).map((row) => [
        row.seq,
        row.action,
        row.doneInRun,
        row.note,
      ]),
    ).toEqual([
      [2, 'already-done', 7, null],
      [3, 'unreadable', null, 'It is gone.'],
    ])
    expect(await draft.page({ action: 'skip', offset: 0, limit: 9 })).toMatchObject([{ seq: 4 }])
    expect(await other.counts()).toEqual({ read: 1 })
    expect(await store.statistics()).toMatchObject({ runs: 0, items: 0 })
  })
})

function never(): never {
  throw new Error('a kind of plan is missing')
}
