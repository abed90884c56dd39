import type { Random } from './random.ts'
import type { Deed, LoadItem } from './tasks.ts'

/** What is done to a call while it runs. */
export type Meddling =
  | { readonly kind: 'none' }
  | { readonly kind: 'abort' | 'leave' | 'drain' | 'pause' | 'endItem'; readonly afterResults: number }

/** A call of the load, with everything that was left to chance. */
export interface CallPlan {
  readonly items: readonly LoadItem[]
  readonly ordered: boolean
  readonly chunkSize: number | 'auto'
  readonly bufferSize: number | null
  readonly priority: number
  /** Milliseconds; null for none. */
  readonly timeout: number | null
  readonly moves: boolean
  readonly listens: boolean
  readonly readsBatches: boolean
  readonly meddling: Meddling
  /** About how much of a processor's time it takes, in milliseconds. */
  readonly cost: number
}

/** What a new worker costs, in milliseconds. */
const costOfWorker = 200

const longestHang = 400

/** The kinds of load, with what their items do. */
const flavours = [
  [4, 'tiny'],
  [4, 'mixed'],
  [2, 'waiting'],
  [1, 'buffers'],
  [2, 'deadly'],
  [1, 'hanging'],
] as const

type Flavour = (typeof flavours)[number][1]

export function planCall(random: Random, kind: 'thread' | 'process'): CallPlan {
  const flavour = random.pick(flavours)
  const count = random.whole(0, flavour === 'tiny' ? 3000 : flavour === 'buffers' ? 20 : 60)
  const items = Array.from({ length: count }, (_, id) => ({ id, deed: planDeed(random, flavour, kind) }))
  const chunkSize = random.chance(0.5) ? 'auto' : random.whole(1, 40)
  const least = chunkSize === 'auto' ? 1 : chunkSize
  return {
    items,
    ordered: random.chance(0.5),
    chunkSize,
    bufferSize: random.chance(0.5) ? null : least + random.whole(0, 100),
    priority: random.whole(-1, 1),
    timeout: flavour === 'hanging' ? random.whole(100, longestHang) : random.chance(0.2) ? 60_000 : null,
    moves: flavour === 'buffers' && random.chance(0.7),
    listens: random.chance(0.2),
    readsBatches: random.chance(0.3),
    meddling: planMeddling(random, count),
    cost: 2 + items.reduce((sum, { deed }) => sum + costOf(deed), 0),
  }
}

function planDeed(random: Random, flavour: Flavour, kind: 'thread' | 'process'): Deed {
  switch (flavour) {
    case 'tiny':
      return { kind: 'nothing' }
    case 'waiting':
      return { kind: 'wait', milliseconds: random.whole(0, 30) }
    case 'buffers':
      return { kind: 'buffer', bytes: new Uint8Array(random.whole(1, 400_000)).fill(random.whole(0, 200)) }
    case 'hanging':
      return random.chance(0.03) ? { kind: 'hang' } : { kind: 'nothing' }
    case 'deadly':
      return random.chance(0.04) ? { kind: planDeath(random, kind) } : planQuiet(random)
    case 'mixed':
      return planQuiet(random)
  }
}

function planQuiet(random: Random): Deed {
  return random.pick<() => Deed>([
    [6, () => ({ kind: 'nothing' })],
    [2, () => ({ kind: 'spin', milliseconds: random.whole(1, 20) })],
    [2, () => ({ kind: 'wait', milliseconds: random.whole(0, 20) })],
    [1, () => ({ kind: 'fail' })],
  ])()
}

function planDeath(random: Random, kind: 'thread' | 'process'): 'exit' | 'memory' | 'crash' {
  // A crash of a thread would be the end of the whole program.
  return random.pick([
    [4, 'exit'],
    [1, 'memory'],
    [kind === 'process' ? 2 : 0, 'crash'],
  ])
}

function planMeddling(random: Random, count: number): Meddling {
  const kind = random.pick([
    [12, 'none'],
    [2, 'abort'],
    [2, 'leave'],
    [1, 'drain'],
    [2, 'pause'],
    [1, 'endItem'],
  ] as const)
  return kind === 'none' ? { kind } : { kind, afterResults: random.whole(0, count) }
}

function costOf(deed: Deed): number {
  switch (deed.kind) {
    case 'spin':
      return deed.milliseconds
    case 'hang':
      return longestHang + costOfWorker
    case 'exit':
    case 'crash':
      return costOfWorker
    case 'memory':
      return 2 * costOfWorker
    case 'buffer':
      return 1
    case 'nothing':
    case 'fail':
    case 'wait':
      return 0.01
  }
}
