import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { report, workers } from './contender.ts'
import { openOwnEngine } from './own-engine.ts'

// A whole run over a folder of small files, in an engine of its own: how soon its first result can be read, how
// quickly its results are answered meanwhile and afterwards, and what memory that took.
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    list: { type: 'string' },
    mode: { type: 'string' },
    scratch: { type: 'string' },
  },
})
const { folder = '', list = '', mode, scratch = '' } = values

/** How often a page is asked for while the run is at work, and how often its first result, in milliseconds. */
const pageInterval = 20
const firstInterval = 2

/** Rows of a page, as many as the interface asks for. */
const limit = 100

await using engine = await openOwnEngine(scratch)
const { runs, dataDirectory } = engine

/** The median and the 99th of a hundred of some times, in milliseconds. */
function summary(times: readonly number[]): { readonly median: number; readonly p99: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return { median: at(0.5), p99: at(0.99) }
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await ask()
  return performance.now() - began
}

async function timedOften(times: number, ask: (turn: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let turn = 0; turn < times; turn += 1) taken.push(await timed(() => ask(turn)))
  return taken
}

/** Bytes of the database with its log. */
function databaseSize(): number {
  const files = readdirSync(dataDirectory).filter((name) => name.startsWith('batchyard.db'))
  return files.reduce((sum, name) => sum + statSync(join(dataDirectory, name)).size, 0)
}

/** Somewhere in the results: the golden ratio spreads places as evenly as chance would, and always alike. */
function place(turn: number, total: number): number {
  return Math.floor(((turn * 0.618_033_988_749_895) % 1) * Math.max(1, total - limit))
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const began = performance.now()
const { runId } = await runs.start({
  inputs: [
    { kind: 'path', path: folder },
    { kind: 'list', path: list, separator: 'newline', base: folder },
  ],
  task: { type: 'checksum' },
  execution: { mode: mode === 'imap' ? 'imap' : 'imap-unordered', workers },
})
const ending = engine.untilEnd(runId)
const over = new AbortController()
void ending.finally(() => over.abort())
while ((await runs.results({ runId, limit: 1 })).rows.length === 0) await sleep(firstInterval)
const firstResult = performance.now() - began

const meanwhile: number[] = []
for (let turn = 0; !over.signal.aborted; turn += 1) {
  const { run } = await runs.get({ runId })
  const offset = place(turn, run.counts.succeeded + run.counts.failed)
  meanwhile.push(await timed(() => runs.results({ runId, offset, limit })))
  await sleep(pageInterval)
}
const end = await ending
const seconds = (performance.now() - began) / 1_000
delay.disable()
const peak = process.resourceUsage().maxRSS / 1_024
const { total, failed } = end.run.counts
if (end.run.state !== 'finished' || failed === 0) throw new Error(JSON.stringify(end.run))

const sort = { column: 'duration_ms', descending: true }
const text = `file-${String(Math.floor(total / 2)).padStart(7, '0')}`
function page(turn: number): { runId: number; offset: number; limit: number } {
  return { runId, offset: place(turn, total), limit }
}
const pages = summary(await timedOften(200, (turn) => runs.results(page(turn))))
const failures = summary(await timedOften(50, () => runs.results({ runId, status: 'failed', limit })))
const counts = summary(await timedOften(50, () => runs.get({ runId })))
const causes = summary(await timedOften(20, () => runs.causes({ runId })))
const firstSort = await timed(() => runs.results({ runId, sort, limit }))
// What is ordered for good is made behind the first answer; once it is there, all others come from it.
const sorted = summary(await timedOften(200, (turn) => runs.results({ ...page(turn), sort })))
const firstSearch = await timed(() => runs.results({ runId, text, limit }))
const search = summary(await timedOften(10, () => runs.results({ runId, text: `${text}.txt`, limit })))
report({
  firstResult,
  seconds,
  perSecond: total / seconds,
  peak,
  lag: delay.percentile(99) / 1e6,
  pageMeanwhile: summary(meanwhile).p99,
  page: pages.median,
  page99: pages.p99,
  failures: failures.median,
  counts: counts.median,
  causes: causes.median,
  firstSort,
  sorted: sorted.median,
  sorted99: sorted.p99,
  firstSearch,
  search: search.median,
  peakAll: process.resourceUsage().maxRSS / 1_024,
  database: databaseSize() / 2 ** 20,
})
