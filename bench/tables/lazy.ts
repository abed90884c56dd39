import { compare, type Comparison, type Contender, type LeftOut } from '../compare.ts'
import { runContender, runPython, versionOf } from '../programs.ts'
import { leftOutText, markdownTable, spreadText } from '../report.ts'
import type { Setting } from './setting.ts'

const million = 1_000_000

/** After so many milliseconds a contender that would go on for long is stopped. */
const stopAfter = 1_000

/** Items that may be pulled and not yet read, by default: at least so many … */
const smallestWindow = 256

/** … or so many chunks, of which an automatic one has at most 1,024 items. */
const chunksInWindow = 8
const largestAutomaticChunk = 1_024

/** A reader that takes all that is ready counts it when it goes on: so many results were handed to it by then. */
const largestBatch = 1_024

const scenarios = {
  'slow-task': 'a task of 1 ms, stopped early',
  'slow-reader': 'a reader that takes 1 ms a result, stopped early',
  whole: 'a task that does nothing',
} as const
type Scenario = keyof typeof scenarios

/** A contender of Batchyard, with the window that it declares. */
interface OwnContender {
  readonly name: string
  readonly window: number
}

/** Contenders of this table by what the goals call them. */
export const lazyNames = {
  ownWhole: name('Batchyard', 'auto', 'whole', million),
  ownTwice: name('Batchyard', 'auto', 'whole', 2 * million),
  pythonWhole: ['1', '100'].map((chunk) => name('Python ThreadPool', chunk, 'whole', million)),
} as const

/** Measures what is pulled of a very long input ahead of its reader, and what memory that takes. */
export function compareLazy(setting: Setting): Comparison {
  const contenders: Contender[] = []
  for (const each of ownSettings()) {
    const { scenario, chunk, buffer } = each
    const items = Math.ceil(each.items / setting.smaller)
    const size = buffer === null ? {} : { buffer }
    contenders.push({
      name: each.name,
      measure: () =>
        runContender('pool-lazy.ts', { scenario, items, chunk, milliseconds: stopAfter, ...size }, [
          '--expose-gc',
        ]),
    })
  }
  if (hasPython()) {
    for (const { scenario, chunk, ...each } of pythonSettings()) {
      const items = Math.ceil(each.items / setting.smaller)
      contenders.push({
        name: each.name,
        measure: () => runPython('python_lazy.py', { scenario, items, chunk, milliseconds: stopAfter }),
      })
    }
  }
  setting.tell(`A lazy million: ${contenders.length} contenders`)
  const missing: LeftOut[] = hasPython() ? [] : [{ name: 'ThreadPool', reason: 'python3 is not installed' }]
  return compare(contenders, missing, setting.rounds, setting.tell)
}

/** Batchyard's contenders with the windows that they declare. */
export function ownWindows(): readonly OwnContender[] {
  return ownSettings()
}

/** The table in Markdown. */
export function lazyText(comparison: Comparison): string {
  const windows = new Map(ownSettings().map((own) => [own.name, own.window]))
  const rows = comparison.names.map((contender) => {
    const window = windows.get(contender)
    return [
      contender,
      spreadText(comparison.spread(contender, 'firstResult')),
      spreadText(comparison.spread(contender, 'mostAhead'), whole),
      window === undefined ? 'none' : whole(window),
      spreadText(comparison.spread(contender, 'peak'), oneDigit),
      spreadText(comparison.spread(contender, 'heap'), oneDigit),
    ]
  })
  const heads = [
    'pool and what it does',
    'first result, ms',
    'most items ahead',
    'window',
    'peak memory, +MB',
    'heap after gc, +MB',
  ]
  return `## A lazy million

An input of a million paths that are made one by one, or two million where it says so; warm pools. *Most items
ahead* is counted, not sampled: pulled from the input and not yet read as results, at its highest. *Window* is
the most that Batchyard declares, and the 1,024 results that a reader of batches is handed before it counts them. *Peak memory* is the growth of the highest resident memory during the call;
*heap after gc* is what the script heap holds more than before the call, when it is stopped or 95 % of the
results are read. In brackets the least and most of all rounds.

${markdownTable(heads, rows)}
${leftOutText(comparison)}`
}

interface LazySetting {
  readonly name: string
  readonly scenario: Scenario
  readonly chunk: string
  readonly items: number
}

function ownSettings(): (LazySetting & OwnContender & { readonly buffer: number | null })[] {
  function own(scenario: Scenario, chunk: string, items: number, buffer: number | null = null) {
    const size = chunk === 'auto' ? largestAutomaticChunk : Number(chunk)
    return {
      name: name('Batchyard', chunk, scenario, items) + (buffer === null ? '' : `, bufferSize ${buffer}`),
      scenario,
      chunk,
      items,
      buffer,
      window:
        (buffer ?? Math.max(smallestWindow, chunksInWindow * size)) +
        (scenario === 'whole' ? largestBatch : 0),
    }
  }
  return [
    own('slow-task', 'auto', million),
    own('slow-task', '1', million),
    own('slow-task', '100', million),
    own('slow-reader', 'auto', million),
    own('slow-reader', '1', million),
    own('slow-reader', 'auto', million, 64),
    own('whole', 'auto', million),
    own('whole', 'auto', 2 * million),
  ]
}

function pythonSettings(): LazySetting[] {
  function python(scenario: Scenario, chunk: string, items = million): LazySetting {
    return { name: name('Python ThreadPool', chunk, scenario, items), scenario, chunk, items }
  }
  return [
    python('slow-task', '1'),
    python('slow-task', '100'),
    python('slow-reader', '1'),
    python('whole', '1'),
    python('whole', '100'),
    python('whole', '100', 2 * million),
  ]
}

function name(pool: string, chunk: string, scenario: Scenario, items: number): string {
  return `${pool}, chunk ${chunk}: ${scenarios[scenario]}${items === million ? '' : ', two million'}`
}

function hasPython(): boolean {
  return versionOf('python3') !== null
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function oneDigit(value: number): string {
  return value.toFixed(1)
}
