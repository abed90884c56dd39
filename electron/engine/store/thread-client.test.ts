import { describe, expect, it } from 'vitest'
import {
  exampleItems,
  exampleRun,
  matching,
  temporaryFolder,
  temporaryStore,
} from './fixtures/example-run.ts'
import { openStore } from './store.ts'

const threadUrl = new URL('fixtures/dying-thread.ts', import.meta.url)
const died = {
  name: 'EngineError',
  code: 'INTERNAL',
  message: matching(/database thread \(writer\) ended unexpectedly.*saved before is safe/u),
}

describe('a thread of the store that dies', () => {
  it('rejects what is pending and what comes later', async () => {
    const store = await temporaryStore({ threadUrl })
    const runId = await store.createRun(exampleRun())
    const before = store.addItems(runId, exampleItems(10))
    const deadly = store.claimPaths(runId, ['/exit'])
    const after = [store.addItems(runId, exampleItems(10)), store.createRun(exampleRun())]
    const outcomes = await Promise.allSettled([deadly, ...after])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(deadly).rejects.toMatchObject(died)
    await expect(store.createRun(exampleRun())).rejects.toMatchObject(died)
    await before
    // Reading goes on, and so does closing.
    expect(await store.pendingItems(runId, 0, 100)).toHaveLength(10)
    await store.close()
    await expect(store.createRun(exampleRun())).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
  })

  it('rejects the opening where the thread cannot be started', async () => {
    const file = `${await temporaryFolder()}/batchyard.db`
    const missing = new URL('fixtures/no-such-thread.ts', import.meta.url)
    await expect(openStore({ file, threadUrl: missing })).rejects.toMatchObject(died)
  })
})
