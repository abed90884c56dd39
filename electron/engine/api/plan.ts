import type { JobPlan } from '../../../shared/contract/run-queries.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { PlanCounts } from '../../../shared/model/plan-row.ts'
import { addLeftOut, nothingLeftOut, type LeftOut } from '../../../shared/model/run.ts'
import { enumerate, type EnumeratedBatch } from '../inputs/index.ts'
import { refuseHopelessInputs } from '../inputs/preflight.ts'
import { findDone } from '../runs/done-before.ts'
import { PagePlanner, planPage, type OutputWish } from '../runs/output-planning.ts'
import { prepareTask, type PreparedTask, type PrepareOptions } from '../runs/prepare-task.ts'
import { outputWishOf, recipeOf } from '../runs/recipe.ts'
import type { DoneBefore } from '../store/records.ts'
import type { Draft } from '../store/store.ts'
import { groupsOf } from '../tasks/registry.ts'
import { CallTally } from './call-tally.ts'

/** Items that a plan shows, and failures it names. */
const shownItems = 100
const shownProblems = 20

export interface PlanOptions extends PrepareOptions {
  readonly enumeratorUrl: URL
  readonly signal?: AbortSignal | undefined
}

/** A plan and all of its rows, kept until the draft is disposed of. */
export interface DraftedPlan {
  readonly plan: Omit<JobPlan, 'planId'>
  readonly draft: Draft
  readonly prepared: PreparedTask
}

type Found = EnumeratedBatch['items'][number]

/**
 * Looks through a job's inputs and says what a run of it would do to each item. Nothing outlasts the draft.
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS, NOT_TRUSTED, INVALID_INPUT, NO_INPUT
 */
export async function planJob(job: Job, options: PlanOptions): Promise<DraftedPlan> {
  const { store, signal } = options
  const prepared = await prepareTask(job, options)
  const { taskType, parameters } = prepared
  await refuseHopelessInputs(job, taskType.accepts)
  const wish = outputWishOf(taskType, parameters, job.output)
  const recipe = recipeOf(taskType, parameters, wish)
  const groups = groupsOf(taskType, parameters)
  const tally = createTally(groups === null ? null : new CallTally(groups))
  const draft = store.openDraft(wish !== null)
  try {
    await findItems(job, recipe, draft, tally, options)
    if (wish !== null) await planOutputs(wish, draft, signal)
    const actions = countsOf(await draft.counts())
    return { plan: { ...tally.result(), makesOutputs: wish !== null, actions }, draft, prepared }
  } catch (error) {
    await draft[Symbol.asyncDispose]()
    throw error
  }
}

async function findItems(
  { inputs, filter, execution }: Job,
  recipe: string,
  draft: Draft,
  tally: ReturnType<typeof createTally>,
  { store, enumeratorUrl, signal }: PlanOptions,
): Promise<void> {
  if (execution.skipDone) await store.prepareDone(recipe)
  await using claims = store.openClaims()
  const search = { threadUrl: enumeratorUrl, filter, now: Date.now(), ...(signal && { signal }) }
  for await (const batch of enumerate(inputs, search)) {
    const items = await firstOnes(batch, (paths) => claims.claim(paths))
    tally.leaveOut({ ...batch.leftOut, duplicates: batch.items.length - items.length })
    if (items.length === 0) continue
    const done = execution.skipDone ? await findDone(store, recipe, items) : []
    await draft.add(
      items,
      done.map((each) => each?.runId ?? null),
    )
    tally.add(items, done)
  }
}

/** Every input is known by then, so that none is replaced. */
async function planOutputs(wish: OutputWish, draft: Draft, signal: AbortSignal | undefined): Promise<void> {
  const planner = new PagePlanner(wish, draft, 0)
  let page = await draft.items(0, planPage)
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    signal?.throwIfAborted()
    await planner.plan(page, (planned) => draft.plan(planned))
    page = await draft.items(last.seq, planPage)
  }
}

/** The counts of all actions, those of none among them. */
export function countsOf(counts: Readonly<Partial<PlanCounts>>): PlanCounts {
  return {
    create: 0,
    replace: 0,
    'replace-input': 0,
    skip: 0,
    refuse: 0,
    'already-done': 0,
    unreadable: 0,
    read: 0,
    ...counts,
  }
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

function createTally(calls: CallTally | null) {
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
        else if (problem === null) calls?.add({ seq: items, path })
        if (problem !== null) {
          problems += 1
          if (problemExamples.length < shownProblems) problemExamples.push({ path, ...problem })
        }
        if (first.length < shownItems) {
          first.push({ seq: items, path, size, doneInRun: before?.runId ?? null })
        }
      }
    },
    result: () => ({
      ...{ items, bytes, leftOut, alreadyDone, problems, problemExamples, first },
      calls: calls?.result() ?? null,
    }),
  }
}
