import type { ChosenExecution } from '../../../shared/model/job.ts'
import { emptyLog } from '../../../shared/model/log.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import type { Settled, WorkerPool } from '../pool/index.ts'
import type { StoredItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Committer } from './committer.ts'
import { newEntry, type Entry } from './entry.ts'
import { ItemSource, type SourcePage } from './item-source.ts'
import type { LaneResult } from './lane.ts'
import { Lanes, type TakenItems } from './lanes.ts'
import { Notice } from './notice.ts'
import { orderedWindowFor } from './ordered-window.ts'
import { EndedByUser } from './ended-by-user.ts'
import { outcomesOf, type FailedTry } from './outcome.ts'
import { Parking } from './parking.ts'
import { Recorder } from './recorder.ts'
import { retryDelay } from './retry-policy.ts'
import type { RunOutputs } from './run-outputs.ts'
import type { Verdict } from './stop-rule.ts'
import { TakenOut } from './taken-out.ts'
import type { TimeLeft } from './time-left.ts'
import { isDoubtful, type VolumeWatch } from './volume-watch.ts'

/** While so many items wait to be tried again, no new ones are begun. */
const mostWaiting = 10_000

/** More items than one request may move to the front. */
const mostMoved = 1_000_000

/** How often an item is tried again at once because the file that it lacked is there after all. */
const mostReappearances = 3

/** Errors of tries that did not end by themselves, so that they may have left something. */
const endedFromOutside: ReadonlySet<string> = new Set(['WORKER_DIED', 'TIMEOUT', 'ENDED_BY_USER'])

/** A failed try. */
interface Failure {
  readonly entry: Entry
  readonly settled: Settled<unknown>
  readonly outcome: FailedTry
  /** How many items the call was for. */
  readonly together: number
}

export interface WorkOptions {
  readonly summary: RunSummary
  readonly store: Store
  readonly pool: WorkerPool
  /** Null for a run that makes none. */
  readonly outputs: RunOutputs | null
  /** The folders that items are found below, as the inputs name them. */
  readonly roots: readonly PathText[]
  readonly committer: Committer
  readonly volumes: VolumeWatch
  readonly timeLeft: TimeLeft
  /** Ends everything at once. */
  readonly signal: AbortSignal
  /** Given when more items may have been found. */
  readonly itemsFound: Notice
  /** How many items are in the store, and whether these are all. */
  readonly itemCount: () => number
  readonly isEnumerated: () => boolean
  /** Told when the stop rule is met, and at every item after that. */
  readonly onVerdict: (verdict: Verdict) => void
}

/**
 * What one session of a run does to its items, from the store and back. Two lanes lead through the pool: the
 * main one, in which items go in the order of the input and in chunks, and an express one for items that
 * are tried again or were moved to the front. An item leaves with one final outcome, or stays without.
 */
export class Work {
  readonly #options: WorkOptions
  readonly #execution: ChosenExecution
  readonly #source: ItemSource
  readonly #lanes: Lanes
  readonly #parking: Parking
  readonly #recorder: Recorder
  /** Given when items have ended or come back, so that there may be room, or nothing left to wait for. */
  readonly #moved = new Notice()
  /** Items that are under way: taken from the source, without a final outcome, and not parked. */
  #open = 0
  /** Items that were in hand at the end and had made their outputs. */
  readonly #recognised = new Set<number>()
  #frontCalls = 0
  #isDraining = false

  constructor(options: WorkOptions) {
    const { summary, store, pool, committer, volumes, signal, itemsFound } = options
    const { execution } = summary
    this.#options = options
    this.#execution = execution
    this.#source = new ItemSource(store, summary.id, itemsFound, options.isEnumerated)
    this.#parking = new Parking(volumes, (seqs) => {
      this.#source.putBack(seqs)
      this.#wake()
    })
    const recorder = new Recorder(committer, execution, options.timeLeft, options.onVerdict)
    this.#recorder = recorder
    this.#lanes = new Lanes({
      summary,
      pool,
      outputs: options.outputs?.order ?? null,
      roots: options.roots,
      timeLimit: () => recorder.timeLimit,
      signal,
      onSettled: (results) => this.#settle(results),
    })
    signal.addEventListener('abort', () => this.#stopWaiting(), { once: true })
  }

  /**
   * Takes the items of the source through the main lane, round after round, until every item has its
   * outcome or nothing more is to be begun. To be run together with `runExpress`.
   */
  async runMain(): Promise<void> {
    try {
      do {
        await this.#lanes.runMain(this.#batches())
      } while (await this.#hasMore())
    } finally {
      this.#lanes.closeExpress()
    }
  }

  /** Takes items through the express lane until `runMain` is done. */
  async runExpress(): Promise<void> {
    await this.#lanes.runExpress()
  }

  /** To be called when both lanes have ended: hands on what is finished and waited for its turn. */
  finish(): void {
    this.#recorder.releaseAll()
  }

  pause(): void {
    this.#lanes.pause()
  }

  resume(): void {
    this.#lanes.resume()
  }

  /** Begins nothing more; what runs ends. Items that wait for another try stay without an outcome. */
  drain(): void {
    this.#isDraining = true
    this.#lanes.drain()
    this.#stopWaiting()
  }

  /** What a snapshot tells of it. */
  get progress(): Pick<RunProgress, 'waiting' | 'delayed' | 'parked' | 'draining'> {
    const blockage = this.#recorder.blockage
    return {
      waiting:
        blockage === null ? null : { seq: blockage.item.seq, path: blockage.item.path, held: blockage.held },
      delayed: this.#lanes.delayed,
      parked: this.#parking.waits,
      draining: this.#isDraining,
    }
  }

  /** The places in the input of the items that the pool has in hand. */
  get inHand(): number[] {
    return this.#lanes.inHand.map(({ item }) => item.seq).filter((seq) => !this.#recognised.has(seq))
  }

  /** To be called when the pool has ended: what was in hand and has made its output is done, what it left is removed. */
  async settleInHand(): Promise<void> {
    const { outputs } = this.#options
    if (outputs === null) return
    for (const entry of this.#lanes.inHand) {
      const found = await outputs.settleLost(entry.item)
      if (found === null) continue
      this.#recorder.recognise(entry, found.values, found.made)
      this.#recognised.add(entry.item.seq)
    }
    this.#recorder.releaseAll()
  }

  /**
   * Ends an item that is being worked on; it fails, and what is worked on by the same call is done anew. False where it is
   * not being worked on.
   */
  endItem(seq: number): boolean {
    return this.#lanes.endItem(seq, ({ item }) => new EndedByUser(item))
  }

  /** Leaves items out that have not begun. Returns how many those were. */
  async skip(seqs: readonly number[]): Promise<number> {
    const { leaving, entries } = await this.#takeOut(seqs, 'skip')
    for (const entry of entries) {
      this.#recorder.skip(entry)
      this.#close()
    }
    await this.#options.committer.room()
    return leaving + entries.length
  }

  /** Does items next that have not begun, in the order given. Returns how many those were. */
  async moveToFront(seqs: readonly number[]): Promise<number> {
    this.#frontCalls += 1
    // What was moved last goes first; within a call, the order is the one given.
    const first = -this.#frontCalls * mostMoved
    const ranks = new Map(seqs.map((seq, place) => [seq, first + place]))
    this.#lanes.rank(ranks)
    const { leaving, entries } = await this.#takeOut(seqs, 'front')
    for (const entry of entries) entry.rank = ranks.get(entry.item.seq) ?? null
    this.#lanes.hurry(entries.filter((entry) => !this.#settleByPlan(entry)))
    return leaving + entries.length
  }

  /** Whether anything more is to be begun. */
  get #isWanted(): boolean {
    return !this.#isDraining && !this.#options.signal.aborted
  }

  async *#batches(): AsyncGenerator<readonly Entry[], void, undefined> {
    for (;;) {
      // What is held back meanwhile may be what is waited for.
      if (this.#lacksRoom) yield []
      while (this.#isWanted && this.#lacksRoom) await this.#moved.wait()
      const page = await this.#source.next(() => this.#isWanted)
      if (page === null) return
      const entries = await this.#admit(page)
      if (entries.length > 0) yield entries
    }
  }

  /** What was put back has its place already, and others may wait for it. */
  get #lacksRoom(): boolean {
    if (this.#lanes.waiting >= mostWaiting) return true
    return (
      this.#recorder.openPlaces >= orderedWindowFor(this.#execution.chunkSize) && !this.#source.hasReturned
    )
  }

  async #admit({ items, taken, areReturned }: SourcePage): Promise<Entry[]> {
    const admitted: StoredItem[] = []
    for (const item of items) {
      if (!areReturned) this.#recorder.expect(item)
      if (taken.has(item.seq)) continue
      const volume = this.#parking.goneVolumeOf(item.path)
      if (volume === null) admitted.push(item)
      else this.#parking.park(volume, item.seq)
    }
    this.#open += admitted.length
    const ready = await this.#withPlans(admitted, areReturned)
    return ready.map((item) => newEntry(item, areReturned)).filter((entry) => !this.#settleByPlan(entry))
  }

  /**
   * The items that are still to be done, with what is planned for each. What lost tries have made gets its result here.
   * @param areReturned whether they came by before in this session
   */
  async #withPlans(items: readonly StoredItem[], areReturned: boolean): Promise<readonly StoredItem[]> {
    const { outputs, summary, committer } = this.#options
    if (outputs === null || items.length === 0) return items
    const { made, open } = await outputs.prepare(items, {
      areReturned,
      isFirstSession: summary.sessions <= 1,
    })
    for (const [item, found] of made) {
      this.#recorder.recognise(newEntry(item), found.values, found.made)
      this.#close()
    }
    await committer.room()
    return open
  }

  /** Ends an item that is left out or refused by its plan. */
  #settleByPlan(entry: Entry): boolean {
    const planned = entry.item.output?.planned
    if (planned?.action === 'skip') this.#recorder.skip(entry)
    else if (planned?.action === 'refuse') this.#recorder.refuse(entry, planned)
    else return false
    this.#close()
    return true
  }

  /** Waits, after a round, until there is reason for another one. False where there will be none. */
  async #hasMore(): Promise<boolean> {
    while (this.#isWanted) {
      if (this.#source.hasReturned) return true
      if (this.#open === 0 && this.#parking.size === 0) return false
      await this.#moved.wait()
    }
    return false
  }

  async #settle(results: readonly LaneResult[]): Promise<void> {
    const doubts: Failure[] = []
    for (const [entries, settled] of results) {
      const reason = settled.status === 'rejected' ? settled.reason : null
      const outcomes = outcomesOf(settled, entries, this.#lanes.groups !== null)
      if (outcomes.some(({ status }) => status === 'succeeded')) this.#recorder.learn(settled.duration)
      const together = entries.length
      for (const [place, outcome] of outcomes.entries()) {
        const entry = entries[place]
        if (entry === undefined) continue
        if (outcome.status === 'succeeded') {
          this.#recorder.succeed(entry, settled, outcome, together)
          this.#close()
        } else if (reason instanceof TakenOut) {
          this.#takenOut(entry, reason.seqs.has(entry.item.seq) ? reason.wish : 'front')
        } else if (reason instanceof EndedByUser && reason.seq !== entry.item.seq) {
          this.#beginAnew(entry)
        } else if (isDoubtful(outcome.error.code)) {
          doubts.push({ entry, settled, outcome, together })
        } else if (!(await this.#wasMade(entry, outcome))) {
          this.#failed({ entry, settled, outcome, together })
        }
      }
    }
    if (doubts.length > 0) await this.#resolveDoubts(doubts)
    this.#moved.give()
    await this.#options.committer.room()
  }

  /** Has an item done again at once, as if it had not been tried. */
  #beginAnew(entry: Entry): void {
    entry.log = emptyLog
    this.#lanes.hurry([entry])
  }

  /** Whether a try that was ended from outside had made its output just before: then the item is done. */
  async #wasMade(entry: Entry, { error }: FailedTry): Promise<boolean> {
    const { outputs } = this.#options
    if (outputs === null || !endedFromOutside.has(error.code)) return false
    const found = await outputs.settleLost(entry.item)
    if (found === null) return false
    this.#recorder.recognise(entry, found.values, found.made)
    this.#close()
    return true
  }

  #takenOut(entry: Entry, wish: TakenOut['wish']): void {
    if (wish === 'front') {
      this.#lanes.hurry([entry])
    } else {
      this.#recorder.skip(entry)
      this.#close()
    }
  }

  /** Items whose volume is gone are parked; those that are there after all are tried again at once. */
  async #resolveDoubts(doubts: readonly Failure[]): Promise<void> {
    const findings = await this.#options.volumes.look(doubts.map(({ entry }) => entry.item.path))
    for (const [place, doubt] of doubts.entries()) {
      const { entry, outcome } = doubt
      const finding = findings[place]
      if (finding?.goneVolume !== undefined && finding.goneVolume !== null) {
        this.#open -= 1
        this.#parking.park(finding.goneVolume, entry.item.seq)
      } else if (
        finding?.isThere === true &&
        outcome.error.code === 'NOT_FOUND' &&
        entry.reappearances < mostReappearances &&
        (this.#options.outputs === null || entry.item.output !== null)
      ) {
        entry.reappearances += 1
        this.#beginAnew(entry)
      } else {
        this.#failed(doubt)
      }
    }
  }

  #failed({ entry, settled, outcome, together }: Failure): void {
    const { error } = outcome
    if (error.code === 'WORKER_DIED') entry.crashes += 1
    if (outcome.isShared === true && this.#lanes.groups?.whenFailed === 'alone') {
      this.#recorder.tryAlone(entry, settled, error)
      if (this.#isWanted) this.#lanes.hurry([entry])
      return
    }
    const { retries, crashes } = entry
    const delay = retryDelay({ code: error.code, retries, crashes }, this.#execution)
    if (delay === null) {
      this.#recorder.fail(entry, settled, error, together)
      this.#close()
    } else {
      this.#recorder.retry(entry, settled, error)
      if (this.#isWanted) this.#lanes.delay(entry, delay)
    }
  }

  /** Takes items out that have not begun, wherever they are. */
  async #takeOut(seqs: readonly number[], wish: TakenOut['wish']): Promise<TakenItems> {
    const { store, summary, itemCount } = this.#options
    const wanted = new Set(seqs)
    const { leaving, entries } = this.#lanes.takeOut(wanted, wish)
    // What is not in the store yet cannot be had; it would be passed over when it comes.
    const known = itemCount()
    const apart = [...wanted].filter((seq) => seq <= known && this.#takeApart(seq))
    this.#open += apart.length
    const items = apart.length === 0 ? [] : await store.itemsToDo(summary.id, apart)
    // The others have their result.
    this.#open -= apart.length - items.length
    this.#moved.give()
    return { leaving, entries: [...entries, ...items.map((item) => newEntry(item))] }
  }

  /** Takes an item that is not under way from where it would come from. */
  #takeApart(seq: number): boolean {
    return this.#source.take(seq) || this.#source.takeReturned(seq) || this.#parking.take(seq)
  }

  /** An item has its final outcome. */
  #close(): void {
    this.#open -= 1
    if (this.#open === 0) this.#moved.give()
  }

  #stopWaiting(): void {
    this.#lanes.forgetWaiting()
    this.#wake()
  }

  #wake(): void {
    this.#options.itemsFound.give()
    this.#moved.give()
  }
}
