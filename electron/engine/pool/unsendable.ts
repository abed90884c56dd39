import type { Chunk } from './chunk.ts'
import { PoolError, TaskNotLoadedError } from './errors.ts'

/** Finds the values that cannot be sent, with what sending them throws, by their place. */
export type FindUnsendable = (values: readonly unknown[]) => ReadonlyMap<number, unknown>

/**
 * Nothing of a message with these chunks could be sent, because of something in it. Fails that, and gives
 * the rest back to the calls.
 */
export function sortOut(
  chunks: readonly Chunk[],
  error: unknown,
  findUnsendable: FindUnsendable,
  worker: number,
): void {
  const culprits = chunks.map((chunk) => findUnsendable(chunk.range.items))
  const badTasks = new Set(
    chunks.map((chunk) => chunk.call).filter((call) => findUnsendable([call.task]).size > 0),
  )
  const isExplained = badTasks.size > 0 || culprits.some((unsendable) => unsendable.size > 0)
  for (const call of badTasks) {
    const how = `its parameters cannot be sent to a worker: ${messageOf(error)}`
    call.abort(new TaskNotLoadedError(call.task.name, how, error))
  }
  chunks.forEach((chunk, place) => {
    const everyItem = new Map(chunk.range.items.map((_, item) => [item, error]))
    failUnsendable(chunk, isExplained ? (culprits[place] ?? new Map()) : everyItem, worker)
  })
}

function failUnsendable(chunk: Chunk, unsendable: ReadonlyMap<number, unknown>, worker: number): void {
  const { kept } = chunk
  let from = 0
  for (const [place, cause] of unsendable) {
    if (place >= kept) break
    chunk.giveBack(from, place)
    chunk.fail(place, itemNotCloneable(cause), worker, null)
    from = place + 1
  }
  chunk.giveBack(from, kept)
}

function itemNotCloneable(cause: unknown): PoolError {
  return new PoolError('ITEM_NOT_CLONEABLE', `The item cannot be sent to a worker: ${messageOf(cause)}`, {
    cause,
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
