import { isItemErrorCode } from '../../../shared/contract/errors.ts'
import type { CancelReceipt } from '../../../shared/contract/contract.ts'
import { cappedBytes } from '../../../shared/model/bytes.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { Execution, InputSource } from '../../../shared/model/job.ts'
import type { ErrorDescription, RunProgress, RunSummary } from '../../../shared/model/run.ts'
import type { Cell } from '../../../shared/model/result.ts'
import { progressInterval } from '../../../shared/contract/events.ts'
import { EngineError } from '../errors.ts'
import { enumerate } from '../inputs/index.ts'
import { WorkerPool, type ResultStream, type Settled } from '../pool/index.ts'
import type { ResultRecord, RunEnd, StoredItem } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { TaskItem } from '../tasks/task-type.ts'
import { Committer } from './committer.ts'
import { Notice } from './notice.ts'
import { RateMeter, timeLeft } from './rate.ts'

/** Items read from the store at a time. */
const itemPageSize = 1_000

/**
 * In ordered mode, how many items may be finished or in work ahead of the one that results wait for. A
 * slow item stops the others only after so many.
 */
const orderedWindow = 20_000

/** How a run is asked to end before its time. */
type StopReason =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly error: ErrorDescription }

export interface ActiveRunOptions {
  /** As it stands in the store, freshly created. */
  readonly summary: RunSummary
  readonly inputs: readonly InputSource[]
  readonly store: Store
  readonly workerUrl: URL
  readonly enumeratorUrl: URL
  /** Told at most a few times a second, and once at the end. */
  readonly onProgress: (progress: RunProgress) => void
  readonly log: (message: string, error?: unknown) => void
}

/**
 * One run from its first item to its last: looks through the inputs and writes items to the store; takes
 * them back from there in a bounded window and gives them to the pool; commits what comes out; counts what
 * is committed.
 */
export class ActiveRun {
  readonly #options: ActiveRunOptions
  readonly #stopping = new AbortController()
  readonly #itemsFound = new Notice()
  readonly #pool: WorkerPool
  readonly #committer: Committer
  readonly #rates = new RateMeter()
  readonly #began = performance.now()
  /** Items that the pool has pulled and not yet answered for, by their place in the stream. */
  readonly #inHand = new Map<number, StoredItem>()
  #stream: ResultStream<Settled<unknown>> | null = null
  #summary: RunSummary
  #pulled = 0
  #position = 0
  #bytesRead = 0
  #stopReason: StopReason | null = null
  /** Resolves, never rejects, when nothing of the run is at work any more. */
  readonly ended: Promise<void>

  constructor(options: ActiveRunOptions) {
    this.#options = options
    this.#summary = options.summary
    this.#pool = new WorkerPool({ workers: options.summary.execution.workers, workerUrl: options.workerUrl })
    this.#committer = new Committer(
      (rows, totals) => options.store.commitResults(options.summary.id, rows, totals),
      (totals) => {
        const { counts } = this.#summary
        this.#summary = {
          ...this.#summary,
          bytesDone: cappedBytes(this.#summary.bytesDone + totals.bytes),
          counts: {
            total: counts.total,
            succeeded: counts.succeeded + totals.succeeded,
            failed: counts.failed + totals.failed,
            remaining: counts.remaining - totals.succeeded - totals.failed,
          },
        }
      },
    )
    this.ended = this.#run()
  }

  /** Ends the run now; resolves when nothing of it is at work any more. */
  async cancel(): Promise<CancelReceipt> {
    const inWork = this.#pool.activity().flatMap(({ item }) => (item === null ? [] : [item.index]))
    this.#stop({ kind: 'cancelled' })
    await this.ended
    return {
      run: this.#summary,
      abandoned: inWork.filter((index) => this.#inHand.has(index)).length,
      kept: this.#done(),
    }
  }

  /** Ends the run because the engine closes; it counts as interrupted. */
  async interrupt(): Promise<void> {
    this.#stop({ kind: 'interrupted' })
    await this.ended
  }

  progress(): RunProgress {
    const { counts, bytesTotal, enumerated } = this.#summary
    const rates = this.#rates.rates()
    const left = { items: counts.remaining, bytes: Math.max(0, bytesTotal - this.#bytesRead) }
    const waiting = this.#stream?.waiting ?? null
    const waitingItem = waiting === null ? undefined : this.#inHand.get(waiting.index)
    return {
      run: this.#summary,
      elapsed: performance.now() - this.#began,
      itemsPerSecond: rates?.items ?? null,
      bytesPerSecond: rates?.bytes ?? null,
      remaining: enumerated && rates !== null ? timeLeft(left, rates) : null,
      workers: this.#pool.activity().map(({ worker, item }) => {
        const stored = item === null ? undefined : this.#inHand.get(item.index)
        return {
          worker,
          item:
            item === null || stored === undefined
              ? null
              : {
                  seq: stored.seq,
                  path: stored.path,
                  elapsed: Math.max(0, Date.now() - item.startedAt),
                  bytesDone: item.done === null ? null : cappedBytes(item.done),
                  bytesTotal: item.total === null ? null : cappedBytes(item.total),
                },
        }
      }),
      waiting:
        waiting === null || waitingItem === undefined
          ? null
          : { seq: waitingItem.seq, path: waitingItem.path, held: waiting.held },
    }
  }

  #done(): number {
    return this.#summary.counts.succeeded + this.#summary.counts.failed
  }

  /** The first reason counts; a later one changes nothing. */
  #stop(reason: StopReason): void {
    this.#stopReason ??= reason
    this.#stopping.abort(new Error('the run was stopped'))
    this.#itemsFound.give()
  }

  async #run(): Promise<void> {
    const timer = setInterval(() => {
      this.#sample()
      this.#options.onProgress(this.progress())
    }, progressInterval)
    this.#sample()
    try {
      await Promise.all([this.#orStop(() => this.#findItems()), this.#orStop(() => this.#workOnItems())])
      await this.#orStop(() => this.#committer.flush())
      await this.#orStop(() => this.#pool.terminate())
    } finally {
      clearInterval(timer)
      await this.#finish()
    }
  }

  /**
   * Does a part of the run; if it fails, the other parts are stopped and the run has failed. After a stop
   * only what the store says still counts: the rest is the stop itself, seen from inside.
   */
  async #orStop(part: () => Promise<void>): Promise<void> {
    try {
      await part()
    } catch (error) {
      const isStopItself = this.#stopReason !== null && !(error instanceof EngineError)
      if (isStopItself) return
      const failed: StopReason = { kind: 'failed', error: this.#describe(error) }
      if (this.#stopReason?.kind !== 'failed') this.#stopReason = failed
      this.#stop(failed)
    }
  }

  #describe(error: unknown): ErrorDescription {
    if (error instanceof EngineError) return { code: error.code, message: error.message }
    this.#options.log(`Run ${this.#summary.id} failed.`, error)
    return {
      code: 'INTERNAL',
      message: `The run could not go on: ${error instanceof Error ? error.message : String(error)}.`,
    }
  }

  /** Writes each item to the store as it is found. */
  async #findItems(): Promise<void> {
    const { store, inputs, enumeratorUrl, summary } = this.#options
    const signal = this.#stopping.signal
    for await (const batch of enumerate(inputs, { threadUrl: enumeratorUrl, signal })) {
      let items = batch.items
      if (batch.mayRepeat && items.length > 0) {
        const identities = batch.identities ?? items.map((item) => item.path)
        const first = await store.claimPaths(summary.id, identities)
        items = items.filter((_, index) => first[index] === true)
      }
      await store.addItems(summary.id, items)
      this.#countFound(items, batch.items.length - items.length, batch.links)
      this.#itemsFound.give()
    }
    if (signal.aborted) return
    await store.finishEnumeration(summary.id, { leftOut: this.#summary.leftOut })
    this.#summary = { ...this.#summary, enumerated: true }
    this.#itemsFound.give()
    if (this.#summary.counts.total === 0) {
      throw new EngineError('NO_INPUT', 'No file matched the inputs, so there was nothing to do.')
    }
  }

  #countFound(items: readonly { readonly size: number | null }[], duplicates: number, links: number): void {
    const { counts, leftOut, bytesTotal } = this.#summary
    this.#summary = {
      ...this.#summary,
      counts: { ...counts, total: counts.total + items.length, remaining: counts.remaining + items.length },
      bytesTotal: cappedBytes(items.reduce((sum, item) => sum + (item.size ?? 0), bytesTotal)),
      leftOut: { duplicates: leftOut.duplicates + duplicates, links: leftOut.links + links },
    }
  }

  /** Items as the store has them, in input order, waiting for more until the last one was found. */
  async *#pendingItems(): AsyncGenerator<TaskItem, void, undefined> {
    const { store, summary } = this.#options
    let after = 0
    while (!this.#stopping.signal.aborted) {
      // Looked at before the page is read: items found between the two are on the next page.
      const complete = this.#summary.enumerated
      const page = await store.pendingItems(summary.id, after, itemPageSize)
      for (const item of page) {
        after = item.seq
        this.#inHand.set(this.#pulled, item)
        this.#pulled += 1
        yield { seq: item.seq, path: item.path, size: item.size, problem: item.problem }
      }
      if (page.length > 0) continue
      if (complete) return
      await this.#itemsFound.wait()
    }
  }

  async #workOnItems(): Promise<void> {
    const { task, execution } = this.#options.summary
    const reference = { name: task.type, parameters: task.parameters }
    const options = { chunkSize: execution.chunkSize, signal: this.#stopping.signal, settled: true } as const
    const stream: ResultStream<Settled<unknown>> =
      execution.mode === 'imap'
        ? this.#pool.imap(reference, this.#pendingItems(), {
            ...options,
            bufferSize: windowFor(execution.chunkSize),
          })
        : this.#pool.imapUnordered(reference, this.#pendingItems(), options)
    this.#stream = stream
    try {
      for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
        for (const settled of batch) await this.#record(settled)
      }
    } catch (error) {
      // A stopped stream hands out what had finished and then rejects with the reason of the stop.
      if (!this.#stopping.signal.aborted) throw error
    } finally {
      this.#stream = null
    }
  }

  async #record(settled: Settled<unknown>): Promise<void> {
    const item = this.#inHand.get(settled.index)
    if (item === undefined) throw new Error(`the pool answered twice for item ${settled.index}`)
    this.#inHand.delete(settled.index)
    this.#position += 1
    const record: ResultRecord = {
      position: this.#position,
      seq: item.seq,
      startedAt: settled.startedAt,
      duration: settled.duration,
      worker: settled.worker,
      outcome: outcomeOf(settled, item),
    }
    await this.#committer.add(record, item.size ?? 0)
  }

  /** Bytes of finished items and of those in hand, so that a large file moves the figures before its end. */
  #sample(): void {
    const inHand = this.#pool.activity().reduce((sum, { item }) => sum + (item?.done ?? 0), 0)
    // An item that is finished but not yet committed counts for a moment in neither of the two.
    this.#bytesRead = Math.max(this.#bytesRead, this.#summary.bytesDone + inHand)
    this.#rates.add({ at: performance.now(), items: this.#done(), bytes: this.#bytesRead })
  }

  async #finish(): Promise<void> {
    const { store, onProgress, log } = this.#options
    const { counts, enumerated } = this.#summary
    const isComplete = enumerated && counts.remaining === 0
    const end = endOf(this.#stopReason, isComplete)
    try {
      await store.finishRun(this.#summary.id, end)
    } catch (error) {
      // The next engine that opens the database finds the run without an owner and marks it interrupted.
      log(`The end of run ${this.#summary.id} could not be written to the database.`, error)
    }
    this.#summary = {
      ...this.#summary,
      state: end.state,
      finishedAt: new Date(end.finishedAt).toISOString(),
      error: end.error,
    }
    onProgress({ ...this.progress(), remaining: null, waiting: null, workers: [] })
  }
}

/** The window of an ordered run: never so small that a chunk of the size that was asked for does not fit. */
function windowFor(chunkSize: Execution['chunkSize']): number {
  return chunkSize === 'auto' ? orderedWindow : Math.max(orderedWindow, 2 * chunkSize)
}

/** @param isComplete whether every item has its result: a stop that came too late to stop anything is none */
function endOf(reason: StopReason | null, isComplete: boolean): RunEnd {
  const finishedAt = Date.now()
  if (reason?.kind === 'failed') return { state: 'failed', finishedAt, error: reason.error }
  if (reason === null || isComplete) return { state: 'finished', finishedAt, error: null }
  return { state: reason.kind, finishedAt, error: null }
}

function outcomeOf(settled: Settled<unknown>, item: StoredItem): ResultRecord['outcome'] {
  if (settled.status === 'fulfilled') {
    const values = valuesOf(settled.value)
    if (values !== null) return { status: 'succeeded', values }
    return failure('TASK_FAILED', `${displayPath(item.path)}: the task returned something that is no result.`)
  }
  const { reason } = settled
  const code = 'code' in reason ? reason.code : undefined
  if (isItemErrorCode(code)) return failure(code, reason.message)
  return failure('TASK_FAILED', `${displayPath(item.path)}: ${reason.message}`)
}

function failure(code: string, message: string): ResultRecord['outcome'] {
  return { status: 'failed', error: { code, message } }
}

/** The check of `cellSchema`, written out because it is made for every value of every item. */
function isCell(value: unknown): value is Cell {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function valuesOf(value: unknown): Cell[] | null {
  if (!Array.isArray(value)) return null
  const cells: Cell[] = []
  for (const each of value) {
    if (!isCell(each)) return null
    cells.push(each)
  }
  return cells
}
