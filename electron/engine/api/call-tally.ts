import type { JobPlan } from '../../../shared/contract/run-queries.ts'
import { quoteWord } from '../../../shared/model/command-line.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { Grouping } from '../runs/grouping.ts'
import type { TaskGroups } from '../tasks/task-type.ts'

/** Calls that a plan shows. */
const shownCalls = 20

/** How many files of a call its line has at most: more of them are told by their number. */
const shownFiles = 4

interface PlannedItem {
  readonly seq: number
  readonly path: PathText
}

type PlannedCalls = NonNullable<JobPlan['calls']>

/** Counts the calls for items that are put together as a run would do it, and keeps the first. */
export class CallTally {
  readonly #groups: TaskGroups
  readonly #grouping: Grouping<PlannedItem>
  #count = 0
  #largest = 0
  readonly #first: PlannedCalls['first'] = []

  constructor(groups: TaskGroups) {
    this.#groups = groups
    this.#grouping = new Grouping(groups, ({ path }) => path)
  }

  add(item: PlannedItem): void {
    this.#take(this.#grouping.add(item) ?? [])
  }

  /** To be called when there are no more items. */
  result(): PlannedCalls {
    this.#take(this.#grouping.flush())
    return { count: this.#count, largest: this.#largest, first: this.#first }
  }

  #take(items: readonly PlannedItem[]): void {
    const [first] = items
    if (first === undefined) return
    this.#count += 1
    this.#largest = Math.max(this.#largest, items.length)
    if (this.#first.length >= shownCalls) return
    this.#first.push({ seq: first.seq, items: items.length, line: this.#lineOf(items) })
  }

  #lineOf(items: readonly PlannedItem[]): string {
    const paths = items.map(({ path }) => path)
    if (paths.length <= shownFiles) return this.#groups.wordsOf(paths).map(quoteWord).join(' ')
    const begin = paths.slice(0, shownFiles - 2)
    const omission = `… (+${paths.length - shownFiles + 1}) …`
    const words = this.#groups.wordsOf([...begin, omission, ...paths.slice(-1)])
    return words.map((word) => (word === omission ? word : quoteWord(word))).join(' ')
  }
}
