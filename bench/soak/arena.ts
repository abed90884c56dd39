import { forkProcess } from '../../electron/engine/pool/fork-process.ts'
import { WorkerPool } from '../../electron/engine/pool/index.ts'
import type { Ledger } from './ledger.ts'
import { planCall } from './plan.ts'
import { play } from './play.ts'
import { Random } from './random.ts'

/** How many calls a pool runs side by side. */
const lanes = 3

/** The share of a processor that each lane may take, of both pools about one whole together. */
const share = 1 / (2 * lanes)

const workers = 3

/** A pool under load, with everything that happens to it. */
export class Arena {
  readonly kind: 'thread' | 'process'
  readonly pool: WorkerPool
  /** The files that were named to worker processes. */
  readonly files = new Set<string>()
  readonly #ledger: Ledger
  readonly #random: Random
  readonly #randoms: readonly Random[]
  readonly #pids = new Set<number>()
  /** Processes that were killed while they were at work. */
  outsideKills = 0

  constructor(kind: 'thread' | 'process', seed: number, ledger: Ledger) {
    this.kind = kind
    this.#ledger = ledger
    this.#random = new Random(seed)
    this.#randoms = Array.from({ length: lanes }, (_, lane) => new Random(seed * 31 + lane + 1))
    this.pool = new WorkerPool({
      kind,
      workers,
      resourceLimits: { maxOldGenerationSizeMb: 48 },
      startProcess: (request, events) => {
        for (const word of request.words)
          if (word.includes('=')) this.files.add(word.slice(word.indexOf('=') + 1))
        const started = forkProcess(request, {
          message: (message) => events.message(message),
          ended: (end) => {
            if (started.pid !== null) this.#pids.delete(started.pid)
            events.ended(end)
          },
        })
        if (started.pid !== null) this.#pids.add(started.pid)
        return started
      },
    })
  }

  /** Runs calls until the given moment, and meddles with the workers meanwhile; then lets all of it end. */
  async runUntil(end: number): Promise<void> {
    await Promise.all([this.#meddleUntil(end), ...this.#randoms.map((random) => this.#runLane(random, end))])
    this.pool.resize(workers)
    await this.#becomeIdle()
  }

  async #runLane(random: Random, end: number): Promise<void> {
    while (performance.now() < end) {
      const plan = planCall(random, this.kind)
      const began = performance.now()
      for (const { deed } of plan.items) {
        if (deed.kind === 'exit' || deed.kind === 'memory' || deed.kind === 'crash' || deed.kind === 'hang') {
          this.#ledger.countKill(`${this.kind} ${deed.kind} planned`)
        }
      }
      await play(this.pool, plan, this.#ledger)
      // What the call took of a processor is rested, so that the load is moderate.
      const rest = plan.cost / share - (performance.now() - began)
      await pause(Math.max(1, Math.min(rest, end - performance.now())))
    }
  }

  async #meddleUntil(end: number): Promise<void> {
    while (performance.now() < end) {
      await pause(this.#random.whole(100, 1500))
      if (this.#random.chance(0.4)) this.pool.resize(this.#random.whole(1, workers + 1))
      else if (this.kind === 'process') this.#killOne()
    }
  }

  /** Kills any process. A pool none of whose workers ever gets ready gives up, as it should: that is left out. */
  #killOne(): void {
    if (this.pool.stats().workers.each.every(({ state }) => state === 'starting')) return
    const pids = [...this.#pids]
    const pid = pids[this.#random.whole(0, pids.length - 1)]
    if (pid === undefined) return
    try {
      process.kill(pid, 'SIGKILL')
      this.outsideKills += 1
      this.#ledger.countKill('process SIGKILL from outside')
    } catch {
      // It had just ended by itself.
    }
  }

  /** Waits until all workers are there and have nothing to do. */
  async #becomeIdle(): Promise<void> {
    const deadline = performance.now() + 60_000
    // The pool starts further workers only for work.
    await this.pool.map({ name: new URL('./tasks.ts#work', import.meta.url).href }, idleItems())
    while (!this.pool.stats().workers.each.every(({ state }) => state === 'idle')) {
      if (performance.now() > deadline) {
        this.#ledger.object(
          `The ${this.kind} pool does not become idle: ${JSON.stringify(this.pool.stats())}`,
        )
        return
      }
      await pause(10)
    }
  }
}

function idleItems(): object[] {
  return Array.from({ length: workers * 4 }, (_, id) => ({ id, deed: { kind: 'wait', milliseconds: 30 } }))
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
