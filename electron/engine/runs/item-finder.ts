import { cappedBytes } from '../../../shared/model/bytes.ts'
import type { InputFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import { addLeftOut, nothingLeftOut, type LeftOut } from '../../../shared/model/run.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { enumerate, type EnumeratedBatch } from '../inputs/index.ts'
import type { CommittedCounts, FoundItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { findDone } from './done-before.ts'
import { isBelow, isDoubtful, type Finding, type VolumeWatch } from './volume-watch.ts'

/** How often the inputs are looked through anew only because something was away for a moment. */
const mostPasses = 5

/** Items of the run that are looked at together. */
const pageSize = 1_000

export interface ItemFinderOptions {
  readonly store: Store
  readonly runId: number
  readonly inputs: readonly InputSource[]
  readonly filter: InputFilter
  /** When the run was first started, in milliseconds since 1970: ages in the filter count back from it. */
  readonly startedAt: number
  readonly enumeratorUrl: URL
  /** Knows whether a file that cannot be reached is on a volume that is gone. */
  readonly volumes: VolumeWatch
  /** The recipe whose earlier results are taken over; null where everything is done anew. */
  readonly skipDoneOf: string | null
  /** Whether an earlier session of the run has found items and did not get to the end. */
  readonly isContinued: boolean
  /** Ends the search: `find` then rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** Told of each batch when it is in the store. */
  readonly onFound: (found: FoundBatch) => void
}

/** What a batch has added to the run. */
export interface FoundBatch {
  readonly items: number
  readonly bytes: number
  /** The run's counts of results, where the batch had items. */
  readonly counts: CommittedCounts | null
  /** All that was left out so far. */
  readonly leftOut: LeftOut
}

/** Looks through the inputs of a run and writes each item to the store as it is found. */
export class ItemFinder {
  readonly #options: ItemFinderOptions
  #leftOut = nothingLeftOut
  #passes = 0
  /** Whether the run may have some of the items already. */
  #isContinued: boolean

  constructor(options: ItemFinderOptions) {
    this.#options = options
    this.#isContinued = options.isContinued
  }

  /** Resolves when all inputs have been looked through and that is in the store. */
  async find(): Promise<void> {
    const { store, runId, skipDoneOf, volumes, signal } = this.#options
    if (skipDoneOf !== null) await store.prepareDone(skipDoneOf)
    for (let isWhole = await this.#lookThrough(); !isWhole; isWhole = await this.#lookThrough()) {
      // A volume went away meanwhile. When it is back, what was missed is found by looking again.
      await volumes.allBack(signal)
      signal.throwIfAborted()
      await store.restartEnumeration(runId)
      this.#isContinued = true
      this.#leftOut = nothingLeftOut
    }
    await store.finishEnumeration(runId, { leftOut: this.#leftOut })
  }

  /** Returns whether all could be looked through: no volume went away meanwhile. */
  async #lookThrough(): Promise<boolean> {
    const { inputs, filter, startedAt, enumeratorUrl, signal } = this.#options
    const options = { threadUrl: enumeratorUrl, filter, now: startedAt, signal }
    this.#passes += 1
    let isWhole = true
    for await (const batch of enumerate(inputs, options)) {
      const found = await this.#newItems(batch)
      const items = await this.#withoutLost(found)
      if (items.length < found.length) isWhole = false
      await this.#add(items)
    }
    signal.throwIfAborted()
    return isWhole
  }

  /** Without what could not be looked into because its volume is gone. */
  async #withoutLost(items: readonly FoundItem[]): Promise<readonly FoundItem[]> {
    const doubtful = items.filter(({ problem }) => problem !== null && isDoubtful(problem.code))
    if (doubtful.length === 0) return items
    const lost = new Set<FoundItem>()
    const inputsThatWere = await this.#foldersWithItems(doubtful)
    for (const group of [doubtful.filter((item) => !inputsThatWere.has(item)), [...inputsThatWere]]) {
      const findings = await this.#options.volumes.look(
        group.map(({ path }) => path),
        group.some((item) => inputsThatWere.has(item)),
      )
      for (const [place, item] of group.entries()) if (this.#isLost(item, findings[place])) lost.add(item)
    }
    return items.filter((item) => !lost.has(item))
  }

  /** Those that are inputs in which files were found before: what is missing now has vanished. */
  async #foldersWithItems(items: readonly FoundItem[]): Promise<ReadonlySet<FoundItem>> {
    const found = new Set<FoundItem>()
    if (!this.#isContinued) return found
    for (const item of items) {
      if (this.#options.volumes.isFolder(item.path) && (await this.#hasItemsBelow(item.path))) found.add(item)
    }
    return found
  }

  #isLost({ problem }: FoundItem, finding: Finding | undefined): boolean {
    if (finding?.goneVolume !== null) return true
    // It was away for a moment.
    return finding.isThere && problem?.code === 'NOT_FOUND' && this.#passes < mostPasses
  }

  /** Looks at all items of the run in turn, as it is to be known once in a long while. */
  async #hasItemsBelow(folder: PathText): Promise<boolean> {
    const { store, runId } = this.#options
    const pending = pagesOf(
      (after) => store.pendingItems(runId, after, pageSize),
      ({ seq }) => seq,
    )
    const ended = pagesOf(
      (after) => store.exportRows(runId, after, pageSize),
      ({ position }) => position,
    )
    for (const pages of [pending, ended]) {
      for await (const page of pages) if (page.some(({ path }) => isBelow(path, folder))) return true
    }
    return false
  }

  /** Those of a batch that the run does not have yet. */
  async #newItems(batch: EnumeratedBatch): Promise<readonly FoundItem[]> {
    const { store, runId } = this.#options
    let items = batch.items
    if (batch.mayRepeat && items.length > 0) {
      const isFirst = await store.claimPaths(runId, batch.identities ?? items.map(({ path }) => path))
      items = items.filter((_, index) => isFirst[index] === true)
    }
    const duplicates = batch.items.length - items.length
    this.#leftOut = addLeftOut(this.#leftOut, { ...batch.leftOut, duplicates })
    if (!this.#isContinued || items.length === 0) return items
    const isKnown = await store.knownPaths(
      runId,
      items.map(({ path }) => path),
    )
    return items.filter((_, index) => isKnown[index] === false)
  }

  async #add(items: readonly FoundItem[]): Promise<void> {
    const { store, runId, skipDoneOf, onFound } = this.#options
    const done = skipDoneOf === null || items.length === 0 ? [] : await findDone(store, skipDoneOf, items)
    const added = items.length === 0 ? null : await store.addItems(runId, items, done)
    const bytes = items.reduce((sum, item) => sum + (item.size ?? 0), 0)
    onFound({
      items: items.length,
      bytes: cappedBytes(bytes),
      counts: added?.counts ?? null,
      leftOut: this.#leftOut,
    })
  }
}

/** All pages of something that is read from a number on. */
async function* pagesOf<Row>(
  read: (after: number) => Promise<Row[]>,
  numberOf: (row: Row) => number,
): AsyncGenerator<Row[], void, undefined> {
  let page = await read(0)
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page
    page = await read(numberOf(last))
  }
}
