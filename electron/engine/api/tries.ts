import type { TriedItem, TryReceipt } from '../../../shared/contract/run-queries.ts'
import type { Job } from '../../../shared/model/job.ts'
import { EngineError } from '../errors.ts'
import { tryJob, type TryOptions } from './try.ts'

/** Tries that are remembered at once. */
const mostTries = 4

/** Tries jobs, and remembers what the newest tries were about, for whoever looks at their files. */
export class Tries {
  readonly #options: Omit<TryOptions, 'signal'>
  readonly #kept = new Map<number, readonly TriedItem[]>()
  #lastId = 0

  constructor(options: Omit<TryOptions, 'signal'>) {
    this.#options = options
  }

  /** @throws EngineError as `tryJob` */
  async do(job: Job, signal: AbortSignal | undefined): Promise<TryReceipt> {
    const receipt = await tryJob(job, { ...this.#options, signal })
    this.#lastId += 1
    this.#kept.set(this.#lastId, receipt.tried)
    this.#kept.delete(this.#lastId - mostTries)
    return { tryId: this.#lastId, ...receipt }
  }

  /** One item of a try. @throws EngineError TRY_NOT_FOUND, ITEM_NOT_FOUND */
  item(tryId: number, seq: number): TriedItem {
    const tried = this.#kept.get(tryId)
    if (tried === undefined) {
      throw new EngineError(
        'TRY_NOT_FOUND',
        `There is no try ${tryId} any more: the newest ${mostTries} are kept. Try again.`,
        { data: { tryId } },
      )
    }
    const item = tried.find((each) => each.seq === seq)
    if (item === undefined) {
      throw new EngineError('ITEM_NOT_FOUND', `Item ${seq} is none of those of try ${tryId}.`, {
        data: { tryId, seq },
      })
    }
    return item
  }
}
