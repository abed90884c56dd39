import { Command } from 'commander'
import type { ComparisonPage } from '../../../shared/contract/comparison.ts'
import {
  comparisonKindSchema,
  comparisonKinds,
  type ComparedItem,
  type ComparisonKind,
  type ComparisonRow,
} from '../../../shared/model/comparison.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { RunSummary } from '../../../shared/model/run.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatCount, formatCounted, formatDuration, formatTryDuration } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { findRun, parseRunNumber } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { fitText, visibleText } from './terminal-text.ts'
import { localTime } from './time-text.ts'

/** The options of `compare` as commander hands them over. */
export interface RawCompareOptions {
  readonly kind?: string
  readonly limit: string
  readonly csv?: string
  readonly json?: true
  readonly dataDir?: string
}

/** The most files that are shown; a CSV has all of them. */
const mostRows = 1_000

/** How wide the values of one run are shown. */
const valueWidth = 40

/** The command's options and help. */
export function describeCompareCommand(): Command {
  return new Command('compare')
    .description('Compare two runs: files that fail now, whose results changed, that take longer.')
    .argument('<before>', 'the number of the run that is the older one, or latest')
    .argument('<after>', 'the number of the run that it is compared with, or latest')
    .option('--kind <kind>', `show the files of this kind: ${comparisonKinds.join(', ')}`)
    .option('--limit <n>', `how many files to show, at most ${mostRows}; a CSV has all of them`, '20')
    .option('--json', 'print one object: before, after, values, columns, items, counts, total, rows')
    .option('--csv <file>', 'write all files, or those of the kind, to this file')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
A file is known by its path. Both runs must have ended.

Examples:
  batchyard compare 12 latest
  batchyard compare 12 latest --kind newly-failing
  batchyard compare 12 14 --csv differences.csv`,
    )
}

/** `batchyard compare`. */
export async function compareRuns(
  first: string,
  second: string,
  raw: RawCompareOptions,
  { signal }: Interruption,
): Promise<ExitCode> {
  const [wantedBefore, wantedAfter] = [parseRunNumber('compare', first), parseRunNumber('compare', second)]
  const kind = raw.kind === undefined ? null : parseKind(raw.kind)
  const limit = parseLimit(raw.limit)
  const target = raw.csv === undefined ? null : await findCsvTarget(raw.csv)
  if (target?.kind === 'stdout') {
    throw wrongUsage('--csv needs the name of a file: the comparison is printed as well.')
  }
  try {
    await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
      const before = await findRun(client, wantedBefore)
      const after = await findRun(client, wantedAfter)
      const comparison = { before, after, ...(kind === null ? {} : { kind }) }
      const page = await client.runs.compare({ ...comparison, limit }, { signal })
      if (raw.json === true) await print(`${JSON.stringify(page)}\n`)
      else await print(`${comparisonLines(page, kind).join('\n')}\n`)
      if (target === null) return
      const { rows } = await client.exports.comparison({ ...comparison, path: target.path }, { signal })
      if (raw.json !== true) tell(`Comparison: ${formatCounted(rows, 'row')} in ${raw.csv}`)
    })
  } catch (error) {
    if (!signal.aborted) throw error
    complain('cancelled; nothing was written.')
    return exitCodes.cancelled
  }
  return exitCodes.succeeded
}

const countColumns: readonly TableColumn[] = [{ title: '', align: 'right' }, { title: '' }]

const kindTexts: Readonly<Record<ComparisonKind, string>> = {
  'newly-failing': 'newly failing',
  'newly-succeeding': 'newly succeeding',
  changed: 'changed',
  slower: 'slower',
  faster: 'faster',
  'still-failing': 'still failing',
  'not-done': 'not done in one of them',
  'only-before': 'only in the first',
  'only-after': 'only in the second',
  same: 'the same',
}

/** What `compare` prints for a person. */
export function comparisonLines(page: ComparisonPage, kind: ComparisonKind | null): string[] {
  const { before, after, counts, items } = page
  const found = comparisonKinds.filter((each) => counts[each] > 0)
  const lines = [
    runLine(before),
    runLine(after),
    ...(page.values === 'compared' ? [] : [whyNotCompared(page)]),
    '',
    `${formatCounted(items, 'file')}:`,
    ...tableLines(
      countColumns,
      found.map((each) => [`  ${formatCount(counts[each])}`, kindTexts[each]]),
      { header: false },
    ),
  ]
  if (kind !== null) return [...lines, '', ...rowLines(page, kind)]
  const [first] = found.filter((each) => each !== 'same')
  if (first === undefined) return lines
  return [...lines, '', `Which these are: batchyard compare ${before.id} ${after.id} --kind ${first}`]
}

function runLine(run: RunSummary): string {
  return visibleText(
    `Run ${run.id}: ${run.name}, ${localTime(run.startedAt)}, ${formatCounted(run.counts.total, 'file')}, ` +
      `${run.state} after ${formatDuration(run.timeSpent)} at work`,
  )
}

function whyNotCompared({ values }: ComparisonPage): string {
  const why =
    values === 'other-task' ? 'their tasks are of different types' : 'their results have other columns'
  return `Only statuses and times are compared: ${why}.`
}

const rowColumns: readonly TableColumn[] = [{ title: '  FILE' }, { title: 'BEFORE' }, { title: 'AFTER' }]

function rowLines({ rows, total }: ComparisonPage, kind: ComparisonKind): string[] {
  if (rows.length === 0) return [`No file is ${kindTexts[kind]}.`]
  const more = total - rows.length
  return [
    ...tableLines(
      rowColumns,
      rows.map((row) => [
        `  ${displayPath(row.path)}`,
        itemText(row.before, row, kind),
        itemText(row.after, row, kind),
      ]),
      { header: true },
    ),
    ...(more > 0 ? [`  … and ${formatCount(more)} more; --csv FILE has all`] : []),
  ]
}

/** What became of a file in one of the runs, by what the kind is about. */
function itemText(item: ComparedItem | null, row: ComparisonRow, kind: ComparisonKind): string {
  if (item === null) return '-'
  const { result } = item
  if (result === null) return 'not done'
  if (result.error !== null) return result.error.code
  if (row.pace === kind) return formatTryDuration(result.duration)
  if (kind !== 'changed' || result.status === 'skipped') return result.status
  return fitText(visibleText(result.values.map(String).join(', ')), valueWidth)
}

function parseKind(text: string): ComparisonKind {
  const kind = comparisonKindSchema.safeParse(text)
  if (kind.success) return kind.data
  throw wrongUsage(`--kind ${text}: expected one of ${comparisonKinds.join(', ')}.`)
}

function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/u.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= mostRows) return limit
  throw wrongUsage(`--limit ${text}: expected a whole number from 1 to ${mostRows}.`)
}
