import type { JobPlan, PlanPage } from '../../../shared/contract/run-queries.ts'
import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { PlanAction } from '../../../shared/model/plan-row.ts'
import { EngineError } from '../errors.ts'
import { writePlanFile } from '../exports/plan-csv.ts'
import { planJob, type DraftedPlan, type PlanOptions } from './plan.ts'

/** Plans that are kept at once; the one that was used longest ago goes first. */
const mostPlans = 4

/** The plans of jobs that were not started, kept for whoever looks through their rows. */
export class Plans {
  readonly #options: Omit<PlanOptions, 'signal'>
  /** In the order in which they were last used. */
  readonly #kept = new Map<number, DraftedPlan>()
  #lastId = 0

  constructor(options: Omit<PlanOptions, 'signal'>) {
    this.#options = options
  }

  /** @throws EngineError as `planJob` */
  async plan(job: Job, signal: AbortSignal | undefined): Promise<JobPlan> {
    const drafted = await planJob(job, { ...this.#options, signal })
    this.#lastId += 1
    const planId = this.#lastId
    this.#kept.set(planId, drafted)
    for (const [id, { draft }] of this.#kept) {
      if (this.#kept.size <= mostPlans) break
      this.#kept.delete(id)
      await draft[Symbol.asyncDispose]()
    }
    return { planId, ...drafted.plan }
  }

  /** @throws EngineError PLAN_NOT_FOUND */
  async rows(
    planId: number,
    options: { readonly action?: PlanAction | undefined; readonly offset: number; readonly limit: number },
  ): Promise<PlanPage> {
    const { plan, draft } = this.#require(planId)
    const total = options.action === undefined ? plan.items : (plan.actions[options.action] ?? 0)
    return { total, rows: await draft.page(options) }
  }

  /** Writes all rows of a plan to a CSV file. @throws EngineError PLAN_NOT_FOUND, EXPORT_FAILED */
  async export(planId: number, path: string, signal: AbortSignal | undefined): Promise<ExportReceipt> {
    const { draft } = this.#require(planId)
    return await writePlanFile(draft, path, signal)
  }

  #require(planId: number): DraftedPlan {
    const found = this.#kept.get(planId)
    if (found === undefined) {
      throw new EngineError(
        'PLAN_NOT_FOUND',
        `There is no plan ${planId} any more: the newest ${mostPlans} are kept. Make it again.`,
        { data: { planId } },
      )
    }
    this.#kept.delete(planId)
    this.#kept.set(planId, found)
    return found
  }
}
