import type { JobPlan } from '../../../shared/contract/run-queries.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { Job } from '../../../shared/model/job.ts'
import { recipeText } from '../../../shared/model/recipe.ts'
import { addLeftOut, nothingLeftOut, type LeftOut } from '../../../shared/model/run.ts'
import { enumerate, type EnumeratedBatch } from '../inputs/index.ts'
import { refuseHopelessInputs } from '../inputs/preflight.ts'
import { prepareTask } from '../runs/prepare-task.ts'
import type { DoneBefore } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/** Items that a plan shows, and failures it names. */
const shownItems = 100
const shownProblems = 20

export interface PlanOptions {
  readonly store: Store
  readonly enumeratorUrl: URL
  readonly workerUrl: URL
  readonly signal?: AbortSignal | undefined
}

type Found = EnumeratedBatch['items'][number]

/**
 * Looks through a job's inputs and says what a run of it would do. Writes nothing down.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NOT_TRUSTED, INVALID_INPUT, NO_INPUT
 */
export async function planJob(job: Job, options: PlanOptions): Promise<JobPlan> {
  const { store, enumeratorUrl, signal } = options
  const { taskType, parameters } = await prepareTask(job, options)
  await refuseHopelessInputs(job, taskType.accepts)
  const recipe = recipeText({ type: taskType.id, version: taskType.version, parameters })
  if (job.execution.skipDone) await store.prepareDone(recipe)
  const plan = createTally()
  await using claims = store.openClaims()
  const { inputs, filter } = job
  const search = { threadUrl: enumeratorUrl, filter, now: Date.now(), ...(signal && { signal }) }
  for await (const batch of enumerate(inputs, search)) {
    const items = await firstOnes(batch, (paths) => claims.claim(paths))
    plan.leaveOut({ ...batch.leftOut, duplicates: batch.items.length - items.length })
    plan.add(items, job.execution.skipDone ? await store.findDone(recipe, items) : [])
  }
  return plan.result()
}

/** The items of a batch that were not in it, or in an earlier one, before. */
async function firstOnes(
  batch: EnumeratedBatch,
  claim: (paths: readonly string[]) => Promise<boolean[]>,
): Promise<readonly Found[]> {
  if (!batch.mayRepeat || batch.items.length === 0) return batch.items
  const isFirst = await claim(batch.identities ?? batch.items.map((item) => item.path))
  return batch.items.filter((_, index) => isFirst[index] === true)
}

function createTally() {
  let items = 0
  let bytes = 0
  let alreadyDone = 0
  let problems = 0
  let leftOut = nothingLeftOut
  const problemExamples: JobPlan['problemExamples'] = []
  const first: JobPlan['first'] = []

  return {
    leaveOut(more: LeftOut): void {
      leftOut = addLeftOut(leftOut, more)
    },
    /** @param done where each of them was done before, or empty where nobody asked */
    add(found: readonly Found[], done: readonly (DoneBefore | null)[]): void {
      for (const [index, { path, size, problem }] of found.entries()) {
        const before = done[index] ?? null
        items += 1
        bytes = cappedBytes(bytes + (size ?? 0))
        if (before !== null) alreadyDone += 1
        if (problem !== null) {
          problems += 1
          if (problemExamples.length < shownProblems) problemExamples.push({ path, ...problem })
        }
        if (first.length < shownItems) {
          first.push({ seq: items, path, size, doneInRun: before?.runId ?? null })
        }
      }
    },
    result: (): JobPlan => ({ items, bytes, leftOut, alreadyDone, problems, problemExamples, first }),
  }
}
