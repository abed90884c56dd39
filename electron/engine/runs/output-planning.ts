import type { OutputOptions } from '../../../shared/model/output.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { OutputPlanner, type OutputItem } from '../outputs/planner.ts'
import { isUnchanged, lookAt } from '../outputs/standing.ts'
import type { OwnOutput } from '../store/output-writer.ts'
import type { PlannedItem, StoredItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import { KeptClaims, type ClaimSource } from './kept-claims.ts'

/** Items that are planned together. */
export const planPage = 500

/** Where the outputs of a task go, and what it makes of each item. */
export interface OutputWish {
  readonly options: OutputOptions
  readonly task: TaskOutput
}

/** An item as it waits to be planned. */
export type UnplannedItem = Pick<StoredItem, 'seq' | 'path' | 'modifiedAt' | 'rootLength'>

/** Decides page after page, and knows what is to be written down of it. */
export class PagePlanner {
  readonly #wish: OutputWish
  readonly #claims: KeptClaims
  readonly #planner: OutputPlanner

  /**
   * @param plannedBefore items that have had their turn before: the counter of names goes on from there
   * @throws EngineError INVALID_INPUT for a template or a place with which no item could have an output
   */
  constructor(wish: OutputWish, source: ClaimSource, plannedBefore: number) {
    this.#wish = wish
    this.#claims = new KeptClaims(source)
    this.#planner = new OutputPlanner({
      output: wish.options,
      task: wish.task,
      claims: this.#claims,
      plannedBefore,
    })
  }

  /** Plans a page and has it written down by `write`. */
  async plan(
    items: readonly UnplannedItem[],
    write: (planned: readonly PlannedItem[]) => Promise<void>,
  ): Promise<readonly PlannedItem[]> {
    const decided = await this.#planner.plan(items.map(toOutputItem))
    const { effect } = this.#wish.task
    const planned = items.map(({ seq }, index): PlannedItem => {
      const found = decided[index]
      if (found === undefined) throw new Error('the planner has left an item out')
      return { seq, planned: found, key: makesSomething(found) ? this.#claims.keyOf(seq) : null, effect }
    })
    await write(planned)
    this.#claims.forget()
    return planned
  }
}

function toOutputItem({ seq, path, modifiedAt, rootLength }: UnplannedItem): OutputItem {
  return { seq, path, modifiedAt, inputRoot: rootLength === 0 ? null : path.slice(0, rootLength) }
}

/** Looks whether outputs can be planned at all. @throws EngineError INVALID_INPUT */
export function checkOutputWish(wish: OutputWish): void {
  const nothing: ClaimSource = { owners: () => Promise.resolve([]), isInput: () => Promise.resolve([]) }
  new PagePlanner(wish, nothing, 0)
}

/** Whether something is to be done of what is planned. */
export function makesSomething({ action }: PlannedOutput): boolean {
  return action !== 'skip' && action !== 'refuse'
}

export interface OutputPlanningOptions extends OutputWish {
  readonly store: Store
  readonly runId: number
}

/** The plan of a run's outputs: made whole before the first item begins, and made anew for items that are done again. */
export class OutputPlanning {
  readonly #options: OutputPlanningOptions
  readonly #source: ClaimSource
  #again: PagePlanner | null = null

  constructor(options: OutputPlanningOptions) {
    const { store, runId } = options
    this.#options = options
    this.#source = {
      owners: (keys) => store.outputOwners(runId, keys),
      isInput: (paths: readonly PathText[]) => store.knownPaths(runId, paths),
    }
  }

  /**
   * Plans the items that have no plan, in input order.
   * @param plannedTo how far the plan reaches already
   * @param total how many items the run has
   * @param onPlanned told of each page, and how far the plan reaches after it
   */
  async planAll(
    plannedTo: number,
    total: number,
    signal: AbortSignal,
    onPlanned: (plannedTo: number, planned: readonly PlannedItem[]) => Promise<void>,
  ): Promise<void> {
    const { store, runId } = this.#options
    const planner = await this.#planner()
    let reached = plannedTo
    while (reached < total) {
      signal.throwIfAborted()
      const items = await store.pendingItems(runId, reached, planPage)
      const last = items.at(-1)?.seq ?? total
      const open = items.filter(({ problem, output }) => problem === null && output === null)
      const planned = await planner.plan(open, (page) => store.planOutputs(runId, last, page))
      reached = last
      await onPlanned(reached, planned)
    }
  }

  /** The items of a page with what is planned for each now: what cannot be done as it was planned is planned anew. */
  async planAgain(items: readonly StoredItem[]): Promise<readonly StoredItem[]> {
    const { store, runId } = this.#options
    const own: OwnOutput[] = []
    const stale: StoredItem[] = []
    for (const item of items) {
      const verdict = await verdictOn(item)
      if (verdict === 'stale') stale.push(item)
      else if (verdict !== 'good') own.push({ seq: item.seq, ...verdict })
    }
    if (own.length === 0 && stale.length === 0) return items
    if (own.length > 0) await store.planOwnOutputs(runId, own)
    if (stale.length > 0) {
      this.#again ??= await this.#planner()
      await this.#again.plan(stale, (planned) => store.replanOutputs(runId, planned))
    }
    return await store.itemsToDo(
      runId,
      items.map(({ seq }) => seq),
    )
  }

  async #planner(): Promise<PagePlanner> {
    const { actions } = await this.#options.store.outputFigures(this.#options.runId)
    const plannedBefore = Object.values(actions).reduce((sum, count) => sum + count, 0)
    return new PagePlanner(this.#options, this.#source, plannedBefore)
  }
}

/** Whether a plan can be carried out still, is to be made anew, or has the run's own output in its way. */
async function verdictOn({ path, output }: StoredItem): Promise<'good' | 'stale' | Omit<OwnOutput, 'seq'>> {
  if (output === null || !makesSomething(output.planned) || output.planned.path === null) return 'stale'
  const { planned, made, effect } = output
  if (planned.action === 'replace-input' || (effect === 'moves' && made !== null)) return 'good'
  try {
    const standing = await lookAt(output.planned.path)
    if (made !== null && (standing === null || isUnchanged(standing, made))) {
      return { path: output.planned.path, stands: standing }
    }
    if (planned.action === 'create') {
      if (standing === null) return 'good'
      // A move that was cut off: the file has both names, and the worker brings it to its end.
      const isHalfMoved = effect === 'moves' && (await lookAt(path))?.inode === standing.inode
      return isHalfMoved ? 'good' : 'stale'
    }
    const isAsPlanned =
      planned.action === 'replace' &&
      standing?.size === planned.size &&
      standing.modifiedAt === planned.modifiedAt
    return isAsPlanned ? 'good' : 'stale'
  } catch {
    // What is wrong with the place is told by the planner.
    return 'stale'
  }
}
