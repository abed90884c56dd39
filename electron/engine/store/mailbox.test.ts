import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import { startStoreProcess } from './fixtures/child.ts'
import { exampleRun, runEnd, temporaryFolder, temporaryStore } from './fixtures/example-run.ts'

/** Two stores over one file: the first has run 1 at work. */
async function ownerAndAsker() {
  const file = join(await temporaryFolder(), 'batchyard.db')
  const owner = await temporaryStore({ file })
  const runId = await owner.createRun(exampleRun())
  return { owner, asker: await temporaryStore({ file }), runId }
}

describe('the mailbox', () => {
  it('carries a request to the owner of the run and its answer back', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    const received: unknown[] = []
    const stop = owner.serveRequests(async (request) => {
      received.push(request)
      return { kept: 3, nothing: null }
    })
    const answer = await asker.ask(runId, { kind: 'setWorkers', argument: { runId, workers: 7 } })
    expect(answer).toEqual({ kept: 3, nothing: null })
    expect(received).toEqual([{ runId, kind: 'setWorkers', argument: { runId, workers: 7 } }])
    stop()
  })

  it('carries the error of the owner back', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    const stop = owner.serveRequests(async ({ kind }) => {
      if (kind === 'endItem')
        throw new EngineError('ITEM_NOT_RUNNING', 'Item 9 is not at work.', { data: { seq: 9 } })
      throw new TypeError('unforeseen')
    })
    await expect(asker.ask(runId, { kind: 'endItem', argument: { seq: 9 } })).rejects.toMatchObject({
      ...{ code: 'ITEM_NOT_RUNNING', message: 'Item 9 is not at work.', data: { seq: 9 } },
    })
    await expect(asker.ask(runId, { kind: 'pause', argument: null })).rejects.toMatchObject({
      code: 'INTERNAL',
    })
    stop()
  })

  it('carries several at once, each done once and answered to whoever asked', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    const gate = Promise.withResolvers<undefined>()
    const received: unknown[] = []
    const stop = owner.serveRequests(async ({ kind, argument }) => {
      received.push(argument)
      // A request that takes long does not hold up the ones behind it.
      if (kind === 'drain') await gate.promise
      else if (argument === 4) gate.resolve(undefined)
      return argument
    })
    const asked = [1, 2, 3, 4].map((argument) =>
      asker.ask(runId, { kind: argument === 1 ? 'drain' : 'pause', argument }),
    )
    expect(await Promise.all(asked)).toEqual([1, 2, 3, 4])
    expect(received.toSorted()).toEqual([1, 2, 3, 4])
    stop()
  })

  it('says that an owner does not answer, and takes the request back', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    const asking = asker.ask(runId, { kind: 'cancel', argument: { runId } }, { takenWithin: 300 })
    await expect(asking).rejects.toMatchObject({ code: 'OWNER_SILENT' })
    const received: unknown[] = []
    const stop = owner.serveRequests(async ({ kind }) => {
      received.push(kind)
      return null
    })
    expect(await asker.ask(runId, { kind: 'pause', argument: null })).toBeNull()
    expect(received).toEqual(['pause'])
    stop()
  })

  it('waits for the answer of an owner that has ended the run for it', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    const other = await owner.createRun(exampleRun())
    const stop = owner.serveRequests(async ({ kind }) => {
      if (kind !== 'drain') return null
      await owner.finishRun(runId, runEnd({ state: 'stopped' }))
      // For as long as a few other requests take.
      for (let each = 0; each < 8; each += 1) await asker.ask(other, { kind: 'pause', argument: null })
      return 'drained'
    })
    expect(await asker.ask(runId, { kind: 'drain', argument: null })).toBe('drained')
    stop()
  })

  it('says that nobody has the run at work, where it ended or its process died', async () => {
    const { owner, asker, runId } = await ownerAndAsker()
    await owner.finishRun(runId, runEnd())
    const ended = { code: 'RUN_NOT_ACTIVE' }
    await expect(asker.ask(runId, { kind: 'pause', argument: null })).rejects.toMatchObject(ended)

    const file = join(await temporaryFolder(), 'batchyard.db')
    const process = startStoreProcess(file)
    expect(await process.nextLine()).toEqual({ runId: 1 })
    const store = await temporaryStore({ file })
    await process.kill()
    await expect(store.ask(1, { kind: 'pause', argument: null })).rejects.toMatchObject(ended)
    expect(await store.getRun(1)).toMatchObject({ state: 'interrupted' })
  })

  it('says so where the process dies before it answers', async () => {
    const file = join(await temporaryFolder(), 'batchyard.db')
    const process = startStoreProcess(file)
    expect(await process.nextLine()).toEqual({ runId: 1 })
    const store = await temporaryStore({ file })
    const asking = store.ask(1, { kind: 'pause', argument: null }, { takenWithin: 60_000 })
    const outcome = expect(asking).rejects.toMatchObject({ code: 'RUN_NOT_ACTIVE' })
    await process.kill()
    await outcome
  })
})
