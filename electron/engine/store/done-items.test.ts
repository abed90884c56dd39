import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipeText } from '../../../shared/model/recipe.ts'
import {
  batchOf,
  exampleItem,
  exampleItems,
  exampleRun,
  failed,
  runEnd,
  succeeded,
  temporaryStore,
} from './fixtures/example-run.ts'
import type { FoundItem } from './records.ts'

const recipe = exampleRun().recipe
const otherRecipe = recipeText({ type: 'checksum', version: 2, parameters: { algorithm: 'sha256' } })

function item(path: string, size: number | null, modifiedAt: number | null): FoundItem {
  return { path, size, modifiedAt, rootLength: 0, problem: null }
}

describe('what was done before', () => {
  it('is found by path, size and time under the same recipe, and only where it succeeded', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, [...exampleItems(3), item('/no-size', null, 1)])
    await store.commitResults(runId, batchOf([failed(2), succeeded(1, ['one']), succeeded(4, [])]))
    await store.finishRun(runId, runEnd({ state: 'cancelled' }))
    await store.prepareDone(recipe)
    const asked = [
      exampleItem('/photos/1.jpg'),
      exampleItem('/photos/2.jpg'),
      exampleItem('/photos/3.jpg'),
      item('/no-size', null, 1),
      exampleItem('/photos/1.jpg', 11),
      { ...exampleItem('/photos/1.jpg'), modifiedAt: 1_700_000_000_000.75 },
      { ...exampleItem('/photos/1.jpg'), problem: { code: 'NOT_FOUND', message: 'gone' } },
    ]
    const found = { runId, seq: 1, made: null }
    expect(await store.findDone(recipe, asked)).toEqual([found, null, null, null, null, null, null])
    await store.prepareDone(otherRecipe)
    expect(await store.findDone(otherRecipe, asked)).toEqual(asked.map(() => null))
  })

  it('gives items their result of then, in the transaction that adds them', async () => {
    const store = await temporaryStore()
    const first = await store.createRun(exampleRun())
    await store.addItems(first, exampleItems(2))
    await store.commitResults(first, batchOf([succeeded(2, ['two']), succeeded(1, ['one'])]))
    await store.finishRun(first, runEnd())
    const second = await store.createRun(exampleRun())
    const items = [exampleItem('/photos/new.jpg', 3), ...exampleItems(2)]
    await store.prepareDone(recipe)
    const done = await store.findDone(recipe, items)
    const added = await store.addItems(second, items, done)
    expect(added).toMatchObject({ firstSeq: 1, counts: { alreadyDone: 2, succeeded: 0, bytesDone: 20 } })
    expect(await store.pendingItems(second, 0, 10)).toMatchObject([{ seq: 1, path: '/photos/new.jpg' }])
    await store.commitResults(second, batchOf([succeeded(1, ['new'])]))
    await store.finishRun(second, runEnd())
    const page = await store.resultPage(second, { offset: 0, limit: 10 })
    expect(
      page.rows.map(({ seq, status, values, attempt, doneInRun }) => [
        seq,
        status,
        values,
        attempt,
        doneInRun,
      ]),
    ).toEqual([
      [2, 'already-done', ['one'], 0, first],
      [3, 'already-done', ['two'], 0, first],
      [1, 'succeeded', ['new'], 1, null],
    ])
    expect(
      (await store.resultPage(second, { status: 'already-done', offset: 1, limit: 9 })).rows,
    ).toHaveLength(1)
    expect(await store.check()).toMatchObject({ sound: true })
  })

  it('is found in a later run that took it over, also when its own run was deleted', async () => {
    const store = await temporaryStore()
    const runs: number[] = []
    for (let night = 0; night < 3; night += 1) {
      const runId = await store.createRun(exampleRun())
      await store.prepareDone(recipe)
      const done = await store.findDone(recipe, exampleItems(1))
      const { counts } = await store.addItems(runId, exampleItems(1), done)
      expect(counts.alreadyDone).toBe(night === 0 ? 0 : 1)
      if (night === 0) await store.commitResults(runId, batchOf([succeeded(1, ['then'])]))
      await store.finishRun(runId, runEnd())
      const [row] = (await store.resultPage(runId, { offset: 0, limit: 1 })).rows
      // It says where it was made, however often it was taken over.
      expect(row).toMatchObject({ values: ['then'], doneInRun: night === 0 ? null : (runs[0] ?? 0) })
      runs.push(runId)
    }
    const [first = 0, second = 0, third = 0] = runs
    await store.deleteRun(first)
    await store.compact()
    await store.prepareDone(recipe)
    expect(await store.findDone(recipe, exampleItems(1))).toEqual([{ runId: third, seq: 1, made: null }])
    await store.deleteRun(third)
    await store.compact()
    expect(await store.findDone(recipe, exampleItems(1))).toEqual([{ runId: second, seq: 1, made: null }])
  })

  it('is not found any more where its run was deleted, and then the item is to be done', async () => {
    const store = await temporaryStore()
    const first = await store.createRun(exampleRun())
    await store.addItems(first, exampleItems(1))
    await store.commitResults(first, batchOf([succeeded(1, [])]))
    await store.finishRun(first, runEnd())
    await store.prepareDone(recipe)
    const done = await store.findDone(recipe, exampleItems(1))
    await store.deleteRun(first)
    await store.compact()
    expect(await store.findDone(recipe, exampleItems(1))).toEqual([null])
    const second = await store.createRun(exampleRun())
    expect(await store.addItems(second, exampleItems(1), done)).toMatchObject({ counts: { alreadyDone: 0 } })
    expect(await store.pendingItems(second, 0, 10)).toHaveLength(1)
  })

  it('is found after a retry made it succeed, and no more after a retry made it fail', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(2))
    await store.commitResults(runId, batchOf([failed(1), succeeded(2, [])]))
    await store.finishRun(runId, runEnd())
    await store.prepareDone(recipe)
    await store.startSession(runId, 'retry', Date.now(), { kind: 'items', seqs: [1, 2] })
    const again = [succeeded(1, []), failed(2)].map((row) => ({ ...row, attempt: 2 }))
    await store.commitResults(runId, batchOf(again))
    await store.prepareDone(recipe)
    expect(await store.findDone(recipe, exampleItems(2))).toEqual([{ runId, seq: 1, made: null }, null])
  })

  it('is not found where the file was another when it was worked on, until it is done as it was found', async () => {
    const ofOtherFile = (seq: number) => {
      const outcome = { status: 'succeeded', values: ['other'], isAsFound: false } as const
      return { ...succeeded(seq, []), outcome }
    }
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(2))
    await store.commitResults(runId, batchOf([ofOtherFile(1), succeeded(2, [])]))
    await store.finishRun(runId, runEnd())
    await store.prepareDone(recipe)
    expect(await store.findDone(recipe, exampleItems(2))).toEqual([null, { runId, seq: 2, made: null }])
    await store.startSession(runId, 'retry', Date.now(), { kind: 'items', seqs: [1, 2] })
    const again = [succeeded(1, []), ofOtherFile(2)].map((row) => ({ ...row, attempt: 2 }))
    await store.commitResults(runId, batchOf(again))
    await store.prepareDone(recipe)
    expect(await store.findDone(recipe, exampleItems(2))).toEqual([{ runId, seq: 1, made: null }, null])
  })

  it('agrees with a model over several runs: nothing is skipped wrongly, nothing forgotten', async () => {
    const anyItem = fc.record({
      path: fc.constantFrom('/a', '/b', '/\uDCFF', '/a\0', '/é', '/e\u0301'),
      size: fc.nat(1),
      modifiedAt: fc.constantFrom(1, 1.5),
      good: fc.boolean(),
    })
    const anyRun = fc.record({
      algorithm: fc.constantFrom('sha256', 'md5'),
      items: fc.uniqueArray(anyItem, { selector: (each) => each.path, maxLength: 6 }),
    })
    const store = await temporaryStore()
    let version = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { maxLength: 5 }), async (runs) => {
        // Recipes of its own for each history.
        version += 1
        const model = new Map<string, { runId: number; seq: number; made: null }>()
        for (const { algorithm, items } of runs) {
          const job = {
            ...exampleRun(),
            recipe: recipeText({ type: 'x', version, parameters: { algorithm } }),
          }
          const key = (each: FoundItem) => JSON.stringify([algorithm, each.path, each.size, each.modifiedAt])
          const found = items.map(({ path, size, modifiedAt }) => item(path, size, modifiedAt))
          await store.prepareDone(job.recipe)
          expect(await store.findDone(job.recipe, found)).toEqual(
            found.map((each) => model.get(key(each)) ?? null),
          )
          const runId = await store.createRun(job)
          await store.addItems(runId, found)
          await store.commitResults(
            runId,
            batchOf(items.map(({ good }, index) => (good ? succeeded(index + 1, []) : failed(index + 1)))),
          )
          await store.finishRun(runId, runEnd())
          for (const [index, each] of found.entries()) {
            if (items[index]?.good === true) model.set(key(each), { runId, seq: index + 1, made: null })
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
