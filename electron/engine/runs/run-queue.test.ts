import { expect, it, onTestFinished } from 'vitest'
import type { RunId } from '../../../shared/model/run.ts'
import { EngineError } from '../errors.ts'
import { exampleRun, temporaryStore } from '../store/fixtures/example-run.ts'
import { RunQueue } from './run-queue.ts'

/** A queue over a real store in which two runs wait, with what it began and what it logged. */
async function queueOfTwo(queueWidth: number, beginFirst: (time: number) => void) {
  const store = await temporaryStore()
  await store.changeSettings({ queueWidth })
  const queue = { notBefore: null }
  const first = await store.createRun({ ...exampleRun(), queue })
  const second = await store.createRun({ ...exampleRun(), queue })
  const begun: RunId[] = []
  const logged: string[] = []
  const { promise: third, resolve } = Promise.withResolvers<void>()
  let times = 0
  const runs = new RunQueue({
    store,
    attendsAll: true,
    begin: async (runId) => {
      if (runId === first) {
        times += 1
        if (times === 3) resolve()
        beginFirst(times)
      }
      const summary = await store.startSession(runId, 'start', Date.now())
      begun.push(runId)
      return summary
    },
    setWorkers: () => {},
    log: (message) => logged.push(message),
  })
  onTestFinished(() => runs.close())
  runs.open()
  return { first, second, begun, logged, third }
}

it('does not begin another run in the place of one that another process was faster to begin', async () => {
  const { begun, logged, third } = await queueOfTwo(1, () => {
    throw new EngineError('RUN_ELSEWHERE', 'It belongs to another process.')
  })
  await third
  expect(begun).toEqual([])
  expect(logged).toEqual([])
})

it('tries a run again that could not be begun, and tells of it once', async () => {
  const { first, second, begun, logged, third } = await queueOfTwo(2, (time) => {
    if (time < 3) throw new EngineError('DATABASE_BUSY', 'The database is locked.')
  })
  await third
  await expect.poll(() => begun, { timeout: 60_000 }).toContain(first)
  expect(logged).toEqual([`Run ${first} could not be begun: The database is locked.`])
  // Others need not wait for it.
  expect(begun[0]).toBe(second)
})
