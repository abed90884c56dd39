import { Command } from 'commander'
import { maximumPageSize } from '../../../shared/contract/contract.ts'
import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatCount } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { print } from './output.ts'
import { parseDataDirectory } from './run-request.ts'
import { visibleText } from './terminal-text.ts'

/** The options of `runs` as commander hands them over. */
export interface RawRunsOptions {
  readonly json?: true
  readonly limit?: string
  readonly dataDir?: string
}

/** The command's options and help. */
export function describeRunsCommand(): Command {
  return new Command('runs')
    .description('List the history of runs, newest first.')
    .option('--json', 'print an array of objects')
    .option('--limit <n>', 'at most so many runs (default: all)')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

/** `batchyard runs`: prints the history. */
export async function listRuns(raw: RawRunsOptions, { signal }: Interruption): Promise<ExitCode> {
  const limit = parseLimit(raw.limit)
  await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    if (raw.json === true) await printJson(history(client, limit, signal))
    else await printTable(history(client, limit, signal))
  })
  return signal.aborted ? exitCodes.cancelled : exitCodes.succeeded
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d{1,9}$/u.test(text) || Number(text) < 1) {
    throw wrongUsage(`--limit ${text}: expected a whole number from 1 upwards.`)
  }
  return Number(text)
}

/** The history page by page, so that a long one takes no more memory than a short one. */
async function* history(
  client: Client,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<RunSummary[], void, undefined> {
  let before: RunId | undefined
  for (let left = limit; left > 0 && !signal.aborted;) {
    const size = Math.min(left, maximumPageSize)
    const page = await client.runs.list({ limit: size, ...(before === undefined ? {} : { before }) })
    if (page.length > 0) yield page
    if (page.length < size) return
    left -= page.length
    before = page.at(-1)?.id
  }
}

async function printJson(pages: AsyncIterable<RunSummary[]>): Promise<void> {
  let first = true
  await print('[')
  for await (const page of pages) {
    const text = page.map((run) => JSON.stringify(run)).join(',\n')
    await print(`${first ? '\n' : ',\n'}${text}`)
    first = false
  }
  await print(first ? ']\n' : '\n]\n')
}

const header = ['RUN', 'STATE', 'STARTED', 'TASK', 'FILES', 'SUCCEEDED', 'FAILED', 'NAME'] as const
const alignedRight: ReadonlySet<number> = new Set([0, 4, 5, 6])

async function printTable(pages: AsyncIterable<RunSummary[]>): Promise<void> {
  let first = true
  for await (const page of pages) {
    const rows = page.map(cells)
    await print(layOut(first ? [[...header], ...rows] : rows))
    first = false
  }
  if (first) await print('There are no runs yet.\n')
}

function cells(run: RunSummary): string[] {
  return [
    String(run.id),
    run.state,
    localTime(run.startedAt),
    visibleText(run.task.type),
    formatCount(run.counts.total),
    formatCount(run.counts.succeeded),
    formatCount(run.counts.failed),
    visibleText(run.name),
  ]
}

/** A moment in the local time zone, such that text order is time order: `2026-11-22 14:03:59`. */
export function localTime(iso: string): string {
  const date = new Date(iso)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()]
  function join(parts: readonly number[], separator: string): string {
    return parts.map((part) => String(part).padStart(2, '0')).join(separator)
  }
  return `${join(day, '-')} ${join(time, ':')}`
}

function layOut(rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => {
      const padded = row.map((cell, column) => {
        const width = widths[column] ?? 0
        return alignedRight.has(column) ? cell.padStart(width) : cell.padEnd(width)
      })
      return `${padded.join('  ').trimEnd()}\n`
    })
    .join('')
}
