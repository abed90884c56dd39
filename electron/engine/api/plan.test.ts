import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobSchema, type JobInput } from '../../../shared/model/job.ts'
import { recipeText } from '../../../shared/model/recipe.ts'
import {
  batchOf,
  exampleRun,
  runEnd,
  succeeded,
  temporaryFolder,
  temporaryStore,
} from '../store/fixtures/example-run.ts'
import type { Store } from '../store/store.ts'
import { checksum } from '../tasks/checksum/definition.ts'
import { planJob } from './plan.ts'

const enumeratorUrl = new URL('../inputs/enumerator-thread.ts', import.meta.url)
const task = { type: 'checksum', parameters: { algorithm: 'sha256' } }

async function plan(store: Store, job: Omit<JobInput, 'task'>, signal?: AbortSignal) {
  const drafted = await planJob(jobSchema.parse({ task, ...job }), { store, enumeratorUrl, signal })
  await using _draft = drafted.draft
  return drafted.plan
}

/** A folder of three files with a link to one of them. */
async function exampleFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'in')
  await mkdir(folder)
  for (const [name, content] of [
    ['a', '1'],
    ['b', '22'],
    ['c', '333'],
  ] as const) {
    await writeFile(join(folder, name), content)
    await utimes(join(folder, name), 1_700_000_000, 1_700_000_000)
  }
  await symlink(join(folder, 'a'), join(folder, 'link'))
  return folder
}

describe('a plan', () => {
  it('counts what a run would do, names the first items, and writes nothing down', async () => {
    const store = await temporaryStore()
    const folder = await exampleFolder()
    const gone = join(folder, 'gone')
    const paths = [folder, join(folder, 'b'), gone].map((path) => ({ kind: 'path', path }) as const)
    const found = await plan(store, { inputs: paths })
    expect(found).toMatchObject({ items: 4, bytes: 6, alreadyDone: 0, problems: 1 })
    expect(found.leftOut).toMatchObject({ duplicates: 1, links: 1 })
    expect(found.problemExamples).toMatchObject([{ path: gone, code: 'NOT_FOUND' }])
    expect(found.first.map(({ seq, path, size, doneInRun }) => [seq, path, size, doneInRun])).toEqual([
      [1, join(folder, 'a'), 1, null],
      [2, join(folder, 'b'), 2, null],
      [3, join(folder, 'c'), 3, null],
      [4, gone, null, null],
    ])
    expect(await store.statistics()).toMatchObject({ runs: 0, items: 0 })
    // What one plan saw, the next one has not seen.
    expect(await plan(store, { inputs: paths })).toEqual(found)
  })

  it('tells what an earlier run has done already, where the job skips that', async () => {
    const store = await temporaryStore()
    const folder = await exampleFolder()
    const parameters = checksum.parameters.parse(task.parameters)
    const recipe = recipeText({ type: checksum.id, version: checksum.version, parameters })
    const runId = await store.createRun({ ...exampleRun(), recipe })
    const item = (name: string, size: number) => ({
      ...{ path: join(folder, name), size, modifiedAt: 1_700_000_000_000, rootLength: 0, problem: null },
    })
    await store.addItems(runId, [item('a', 1), item('b', 99)])
    await store.commitResults(runId, batchOf([succeeded(1, []), succeeded(2, [])]))
    await store.finishRun(runId, runEnd())
    const inputs = [{ kind: 'path', path: folder } as const]
    const skipping = await plan(store, { inputs, execution: { skipDone: true } })
    expect(skipping).toMatchObject({ items: 3, alreadyDone: 1 })
    expect(skipping.first.map((each) => each.doneInRun)).toEqual([runId, null, null])
    expect(await plan(store, { inputs })).toMatchObject({ items: 3, alreadyDone: 0 })
  })

  it('refuses what a run would refuse', async () => {
    const store = await temporaryStore()
    const inputs = [{ kind: 'path', path: '/does/not/exist' } as const]
    await expect(plan(store, { inputs })).rejects.toMatchObject({ code: 'NO_INPUT' })
    const unknown = jobSchema.parse({ inputs, task: { type: 'cheksum' } })
    await expect(planJob(unknown, { store, enumeratorUrl })).rejects.toMatchObject({ code: 'UNKNOWN_TASK' })
  })

  it('ends when nobody wants it any more', async () => {
    const store = await temporaryStore()
    const folder = await exampleFolder()
    const reason = new Error('nobody waits')
    const planning = plan(store, { inputs: [{ kind: 'path', path: folder }] }, AbortSignal.abort(reason))
    await expect(planning).rejects.toBe(reason)
  })
})
