import type { PathText } from '../../../shared/model/path-text.ts'
import type { TaskGroups } from '../tasks/task-type.ts'

/**
 * Puts items into groups, in the order in which they come, so that no group has more than is allowed, or weighs more. Holds
 * the group that is being filled.
 */
export class Grouping<Item> {
  readonly #groups: Pick<TaskGroups, 'size' | 'room' | 'weightOf'>
  readonly #pathOf: (item: Item) => PathText
  #filling: Item[] = []
  #weight = 0

  constructor(groups: Pick<TaskGroups, 'size' | 'room' | 'weightOf'>, pathOf: (item: Item) => PathText) {
    this.#groups = groups
    this.#pathOf = pathOf
  }

  /** Takes an item, and returns the group that is full by that; null while there is none. */
  add(item: Item): Item[] | null {
    const { size, room, weightOf } = this.#groups
    const weight = weightOf(this.#pathOf(item))
    const isTooMuch = this.#filling.length > 0 && this.#weight + weight > room
    const full = isTooMuch ? this.flush() : null
    this.#filling.push(item)
    this.#weight += weight
    return full ?? (this.#filling.length >= size ? this.flush() : null)
  }

  /** The group that was being filled; empty for none. */
  flush(): Item[] {
    const group = this.#filling
    this.#filling = []
    this.#weight = 0
    return group
  }

  /** Takes those out of the group that is being filled that `which` names. */
  remove(which: (item: Item) => boolean): Item[] {
    const removed = new Set(this.#filling.filter(which))
    for (const item of removed) this.#weight -= this.#groups.weightOf(this.#pathOf(item))
    this.#filling = this.#filling.filter((item) => !removed.has(item))
    return [...removed]
  }
}
