import { compare, type Comparison, type Contender, type LeftOut } from '../compare.ts'
import { runContender, runPython, versionOf } from '../programs.ts'
import { leftOutText, markdownTable, ratioText, thousands } from '../report.ts'
import { libraryNames, type LibraryName } from '../contenders/libraries/open.ts'
import type { Setting } from './setting.ts'

/** What the items are: texts that are copied, or small numbers that cost next to nothing to copy. */
export type ItemKind = 'paths' | 'integers'

const chunkSizes = ['1', '10', '100', '1000', 'auto'] as const
type ChunkSize = (typeof chunkSizes)[number]

/** The most items that a contender is given: all but the slow ones. */
const mostItems = 200_000

/** A time limit that is looked at and never reached. Milliseconds. */
const unreachedTimeout = 600_000

/** A row of the table: one pool with one setting, over several chunk sizes. */
interface Family {
  readonly name: string
  readonly chunks: readonly ChunkSize[]
  /** Fewer items for what takes one message an item, by chunk size. */
  readonly fewerItems?: Partial<Record<ChunkSize, number>>
  readonly measure: (chunk: ChunkSize, items: number) => ReturnType<Contender['measure']>
}

/** The names of this table's rows that goals speak of. */
export const dispatchFamilies = {
  unordered: 'Batchyard threads, unordered',
  unorderedLimited: 'Batchyard threads, unordered, time limit',
  ordered: 'Batchyard threads, ordered',
  processes: 'Batchyard processes, unordered',
  processesLimited: 'Batchyard processes, unordered, time limit',
  threadPool: 'Python ThreadPool, unordered',
  processPool: 'Python Pool, unordered',
} as const

/** The figure of this table: items a second. */
export const dispatchFigure = 'perSecond'

/** One contender of the table: a row with a chunk size. */
export function dispatchName(family: string, chunk: ChunkSize): string {
  return `${family}, chunk ${chunk}`
}

/** The row of a library with its own defaults, or with eight tasks ahead in each worker. */
export function libraryFamily(library: LibraryName, setting: 'default' | 'eight-ahead' = 'default'): string {
  return setting === 'default' ? library : `${library}, 8 tasks ahead`
}

/** Measures how many items a second pass through each pool where the work is nothing. */
export function compareDispatch(of: ItemKind, setting: Setting): Comparison {
  const families = [...ownFamilies(of), ...libraryFamilies(of), ...pythonFamilies(of)]
  const contenders: Contender[] = []
  for (const family of families) {
    for (const chunk of family.chunks) {
      const items = Math.ceil((family.fewerItems?.[chunk] ?? mostItems) / setting.smaller)
      contenders.push({
        name: dispatchName(family.name, chunk),
        measure: () => family.measure(chunk, items),
      })
    }
  }
  setting.tell(`Dispatch of ${of}: ${contenders.length} contenders`)
  return compare(contenders, missing(), setting.rounds, setting.tell)
}

/** The table in Markdown. */
export function dispatchText(of: ItemKind, comparison: Comparison, setting: Setting): string {
  const base = dispatchName(dispatchFamilies.unordered, 'auto')
  const families = [...ownFamilies(of), ...libraryFamilies(of), ...pythonFamilies(of)]
  const rows = families.map(({ name, chunks }) => [
    name,
    ...chunkSizes.map((chunk) => {
      const contender = dispatchName(name, chunk)
      const speed = comparison.spread(contender, dispatchFigure)
      if (!chunks.includes(chunk) || speed === null) return ''
      const ratio = comparison.ratio(base, contender, dispatchFigure)
      return contender === base ? `**${thousands(speed.median)}**` : cell(speed.median, ratioText(ratio))
    }),
  ])
  const heads = ['pool', ...chunkSizes.map((chunk) => (chunk === 'auto' ? chunk : `chunk ${chunk}`))]
  const kind = of === 'paths' ? 'paths of 50 characters' : 'integers'
  return `## Dispatch: a task that does nothing, ${kind}

Thousand items a second, and in brackets how many times faster Batchyard's threads are, unordered with automatic
chunks: the median of the ratios of each round, and the least and most of them. Results of Batchyard are settled
ones: with each item's success or failure, worker, start and duration. The libraries know of no chunks: theirs
are arrays made by hand, 32 calls under way, so a failed item is lost with its neighbours. Everybody works
for two and a half seconds before the clock starts. ${fewerItemsText(families, setting)}

${markdownTable(heads, rows)}
${leftOutText(comparison)}`
}

function cell(median: number, ratio: string): string {
  return `${thousands(median)} (${ratio})`
}

/** Says which contenders have fewer items than the others, by chunk size and number. */
function fewerItemsText(families: readonly Family[], setting: Setting): string {
  const format = (items: number): string => Math.ceil(items / setting.smaller).toLocaleString('en')
  const groups = new Map<string, string[]>()
  for (const { name, chunks, fewerItems = {} } of families) {
    for (const chunk of chunks) {
      const items = fewerItems[chunk]
      if (items === undefined) continue
      const group = `chunk ${chunk}, ${format(items)} items`
      groups.set(group, [...(groups.get(group) ?? []), name])
    }
  }
  const fewer = Array.from(groups, ([group, names]) => `${group}: ${names.join(' · ')}`)
  return `${format(mostItems)} items each, but fewer for the slow. ${fewer.join('; ')}.`
}

function ownFamilies(of: ItemKind): Family[] {
  function family(
    name: string,
    kind: 'thread' | 'process',
    order: 'unordered' | 'ordered',
    more: { readonly timeout?: number; readonly chunks?: readonly ChunkSize[] } = {},
  ): Family {
    const limit = more.timeout === undefined ? {} : { timeout: more.timeout }
    return {
      name,
      chunks: more.chunks ?? chunkSizes,
      fewerItems: { '1': kind === 'process' ? 50_000 : 100_000 },
      measure: (chunk, items) =>
        runContender('pool-dispatch.ts', { kind, order, of, items, chunk, ...limit }),
    }
  }
  const limited = { timeout: unreachedTimeout, chunks: ['1', '100', 'auto'] } as const
  const { unordered, unorderedLimited, ordered, processes, processesLimited } = dispatchFamilies
  return [
    family(unordered, 'thread', 'unordered'),
    family(unorderedLimited, 'thread', 'unordered', limited),
    family(ordered, 'thread', 'ordered'),
    family(processes, 'process', 'unordered'),
    ...(of === 'paths' ? [family(processesLimited, 'process', 'unordered', limited)] : []),
    family('Batchyard processes, ordered', 'process', 'ordered'),
  ]
}

function libraryFamilies(of: ItemKind): Family[] {
  function family(library: LibraryName, setting: 'default' | 'eight-ahead', slow: number): Family {
    return {
      name: libraryFamily(library, setting),
      chunks: ['1', '10', '100', '1000'],
      fewerItems: { '1': slow, '10': 50_000 },
      measure: (chunk, items) => runContender('library-dispatch.ts', { library, setting, of, items, chunk }),
    }
  }
  const slow: Record<LibraryName, number> = {
    piscina: 10_000,
    tinypool: 10_000,
    workerpool: 10_000,
    poolifier: 30_000,
  }
  return libraryNames.flatMap((library) =>
    of === 'paths' && (library === 'piscina' || library === 'tinypool')
      ? [
          family(library, 'default', slow[library]),
          { ...family(library, 'eight-ahead', 30_000), chunks: ['1', '100'] as const },
        ]
      : [family(library, 'default', slow[library])],
  )
}

function pythonFamilies(of: ItemKind): Family[] {
  if (!hasPython()) return []
  function family(name: string, kind: 'thread' | 'process', order: 'unordered' | 'ordered'): Family {
    return {
      name,
      chunks: ['1', '10', '100', '1000'],
      fewerItems: kind === 'thread' ? { '1': 50_000 } : { '1': 10_000, '10': 50_000 },
      measure: (chunk, items) => runPython('python_dispatch.py', { kind, order, of, items, chunk }),
    }
  }
  const { threadPool, processPool } = dispatchFamilies
  const unordered = [family(threadPool, 'thread', 'unordered'), family(processPool, 'process', 'unordered')]
  if (of === 'integers') return unordered
  return [
    ...unordered,
    family('Python ThreadPool, ordered', 'thread', 'ordered'),
    family('Python Pool, ordered', 'process', 'ordered'),
  ]
}

function missing(): LeftOut[] {
  return hasPython() ? [] : [{ name: "Python's pools", reason: 'python3 is not installed' }]
}

function hasPython(): boolean {
  return versionOf('python3') !== null
}
