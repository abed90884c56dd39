import type { Call } from './call.ts'
import type { PoolWorker } from './pool-worker.ts'

/** The calls of a pool that have not ended. Those of a higher priority come first; equals take turns. */
export class CallList {
  readonly #byId = new Map<number, Call>()
  /** The calls of each priority, those of the highest first. In each group the next in turn comes first. */
  #groups: { readonly priority: number; readonly calls: Set<Call> }[] = []
  #limited = 0

  get size(): number {
    return this.#byId.size
  }

  /** Whether there is a call whose items have a limit to their time. */
  get hasLimits(): boolean {
    return this.#limited > 0
  }

  [Symbol.iterator](): IterableIterator<Call> {
    return this.#byId.values()
  }

  find(id: number): Call | undefined {
    return this.#byId.get(id)
  }

  add(call: Call): void {
    this.#byId.set(call.id, call)
    if (call.functions.isLimited) this.#limited += 1
    const group = this.#groups.find(({ priority }) => priority === call.priority)
    if (group !== undefined) {
      group.calls.add(call)
      return
    }
    this.#groups.push({ priority: call.priority, calls: new Set([call]) })
    this.#groups.sort((a, b) => b.priority - a.priority)
  }

  remove(call: Call): void {
    if (!this.#byId.delete(call.id)) return
    if (call.functions.isLimited) this.#limited -= 1
    for (const { priority, calls } of this.#groups) if (priority === call.priority) calls.delete(call)
    this.#groups = this.#groups.filter(({ calls }) => calls.size > 0)
  }

  /**
   * Gives a worker something of the first call in turn that has something for it, which is then the last
   * among its equals. Returns whether there was one.
   */
  serve(worker: PoolWorker, serve: (call: Call, worker: PoolWorker) => boolean): boolean {
    for (const { calls } of this.#groups) {
      for (const call of calls) {
        if (!serve(call, worker)) continue
        if (calls.size > 1 && calls.delete(call)) calls.add(call)
        return true
      }
    }
    return false
  }
}
