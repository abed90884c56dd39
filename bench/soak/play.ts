import type {
  CallOptions,
  ResultStream,
  Settled,
  TaskReference,
  WorkerPool,
} from '../../electron/engine/pool/index.ts'
import type { Ledger } from './ledger.ts'
import type { CallPlan } from './plan.ts'
import type { Deed, LoadItem } from './tasks.ts'

const task: TaskReference = { name: new URL('./tasks.ts#work', import.meta.url).href }

/** A call that has not ended after so long is stuck (milliseconds). */
const longestCall = 180_000

/** How the reading of a call ended. */
type End = 'complete' | 'left' | 'drained' | 'aborted'

/** What is seen of a call while it runs. */
interface Seen {
  readonly results: Settled<unknown>[]
  /** Ids of items that said that they began. */
  readonly heard: Set<unknown>
  /** The items that were ended by `endItem`. */
  readonly ended: Set<number>
}

/** Runs a call as planned, and judges everything that it gave. */
export async function play(pool: WorkerPool, plan: CallPlan, ledger: Ledger): Promise<void> {
  const seen: Seen = { results: [], heard: new Set(), ended: new Set() }
  const controller = new AbortController()
  const options = optionsOf(plan, seen, controller.signal)
  // A buffer that is moved is gone: what it was filled with is asked before.
  const fills = plan.items.map(({ deed }) => (deed.kind === 'buffer' ? (deed.bytes[0] ?? 0) : 0))
  const stream = plan.ordered
    ? pool.imap<LoadItem, unknown>(task, plan.items, options)
    : pool.imapUnordered<LoadItem, unknown>(task, plan.items, options)
  const stuck = Promise.withResolvers<never>()
  const alarm = setTimeout(() => stuck.reject(new Error('the call is stuck')), longestCall)
  try {
    const end = await Promise.race([read(stream, plan, seen, controller), stuck.promise])
    judge(plan, fills, seen, end, ledger)
  } catch (error) {
    ledger.object(`A call ended with ${String(error)}: ${describe(plan)}`)
  } finally {
    clearTimeout(alarm)
  }
  ledger.countCall(seen.results.length)
}

function optionsOf(
  plan: CallPlan,
  seen: Seen,
  signal: AbortSignal,
): CallOptions & { readonly settled: true } {
  return {
    settled: true,
    signal,
    chunkSize: plan.chunkSize,
    priority: plan.priority,
    ...(plan.bufferSize === null ? {} : { bufferSize: plan.bufferSize }),
    ...(plan.timeout === null ? {} : { timeout: plan.timeout }),
    ...(plan.listens
      ? {
          onReport: (report) => {
            if (report.kind === 'message') seen.heard.add(report.message)
          },
        }
      : {}),
    ...(plan.moves ? { transfer: buffersOf } : {}),
  }
}

function buffersOf(item: unknown): ArrayBuffer[] {
  const deed = typeof item === 'object' && item !== null && 'deed' in item ? item.deed : null
  const bytes = typeof deed === 'object' && deed !== null && 'bytes' in deed ? deed.bytes : null
  return bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []
}

async function read(
  stream: ResultStream<Settled<unknown>>,
  plan: CallPlan,
  seen: Seen,
  controller: AbortController,
): Promise<End> {
  const { meddling } = plan
  const reason = new Error('aborted by the soak')
  let mayMeddle = meddling.kind !== 'none'
  let end: End = 'complete'
  try {
    for (;;) {
      if (mayMeddle && meddling.kind !== 'none' && seen.results.length >= meddling.afterResults) {
        mayMeddle = false
        if (meddling.kind === 'leave') {
          await stream.return()
          return 'left'
        }
        if (meddling.kind === 'abort') controller.abort(reason)
        else if (meddling.kind === 'drain') stream.drain()
        else if (meddling.kind === 'pause') rest(stream)
        else endSomething(stream, plan, seen)
        if (meddling.kind === 'drain') end = 'drained'
      }
      const results = await readSome(stream, plan.readsBatches)
      if (results === null) return end
      seen.results.push(...results)
    }
  } catch (error) {
    if (error === reason) return 'aborted'
    throw error
  }
}

async function readSome(
  stream: ResultStream<Settled<unknown>>,
  inBatches: boolean,
): Promise<Settled<unknown>[] | null> {
  if (inBatches) return stream.nextBatch()
  const next = await stream.next()
  return next.done === true ? null : [next.value]
}

function rest(stream: ResultStream<Settled<unknown>>): void {
  stream.pause()
  setTimeout(() => stream.resume(), 20)
}

/** Ends an item of which nothing has been read yet, if there is one under way. */
function endSomething(stream: ResultStream<Settled<unknown>>, plan: CallPlan, seen: Seen): void {
  const read = new Set(seen.results.map(({ index }) => index))
  const victim = plan.items.findIndex((_, index) => !read.has(index))
  if (victim !== -1 && stream.endItem(victim)) seen.ended.add(victim)
}

function judge(plan: CallPlan, fills: readonly number[], seen: Seen, end: End, ledger: Ledger): void {
  const indexes = seen.results.map(({ index }) => index)
  if (new Set(indexes).size !== indexes.length) ledger.object(`An item has two outcomes: ${describe(plan)}`)
  if (end === 'complete' && indexes.length !== plan.items.length) {
    ledger.object(`${plan.items.length - indexes.length} items have no outcome: ${describe(plan)}`)
  }
  if (plan.ordered && indexes.some((index, place) => place > 0 && index <= (indexes[place - 1] ?? -1))) {
    ledger.object(`Results came out of order: ${describe(plan)}`)
  }
  for (const result of seen.results) {
    const item = plan.items[result.index]
    const complaint =
      item === undefined ? 'is none of the call' : judgeResult(plan, item, fills, seen, result, ledger)
    if (complaint !== null) {
      ledger.object(`Item ${result.index} (${item?.deed.kind ?? '?'}) ${complaint}: ${describe(plan)}`)
    }
  }
}

/** What is wrong with the outcome of an item; null where nothing is. */
function judgeResult(
  plan: CallPlan,
  item: LoadItem,
  fills: readonly number[],
  seen: Seen,
  result: Settled<unknown>,
  ledger: Ledger,
): string | null {
  if (result.status === 'fulfilled') {
    if (mustFail(item.deed)) return 'succeeded'
    if (plan.listens && !seen.heard.has(item.id)) return 'succeeded, but what it said was not heard'
    return isRight(item, fills[item.id] ?? 0, result.value) ? null : 'has a wrong result'
  }
  const code = 'code' in result.reason ? result.reason.code : null
  ledger.countFailure(typeof code === 'string' ? code : result.reason.message.replace(/\d+/, 'N'))
  switch (code) {
    case 'WORKER_DIED':
      if (!isDeadly(item.deed)) ledger.countInnocent()
      return null
    case 'TIMEOUT':
      // A slow machine makes slow items; but never ones that were ended too early.
      return plan.timeout !== null && result.duration >= plan.timeout * 0.99 ? null : `timed out early`
    case 'ITEM_ENDED':
      return seen.ended.has(result.index) ? null : 'was ended though nobody asked for it'
    case 'ITEM_TRANSFERRED':
      return plan.moves ? null : 'was moved though nobody asked for it'
    default:
      return item.deed.kind === 'fail' && result.reason.message === `failed ${item.id}`
        ? null
        : `failed with ${result.reason.message}`
  }
}

function mustFail(deed: Deed): boolean {
  return deed.kind === 'fail' || deed.kind === 'hang' || isDeadly(deed)
}

function isDeadly({ kind }: Deed): boolean {
  return kind === 'exit' || kind === 'memory' || kind === 'crash'
}

function isRight({ id, deed }: LoadItem, fill: number, value: unknown): boolean {
  if (deed.kind !== 'buffer') return value === id
  return value instanceof Uint8Array && value.length > 0 && value.every((byte) => byte === fill + 1)
}

function describe({ items, ...plan }: CallPlan): string {
  const kinds = [...new Set(items.map(({ deed }) => deed.kind))]
  return JSON.stringify({ ...plan, items: items.length, kinds })
}
