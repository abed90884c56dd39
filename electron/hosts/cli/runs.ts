import { Command } from 'commander'
import { maximumPageSize } from '../../../shared/contract/contract.ts'
import { runStateSchema, type RunId, type RunState, type RunSummary } from '../../../shared/model/run.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatCount } from './formats.ts'
import { collect } from './input-options.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { print } from './output.ts'
import { parseDataDirectory } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { localTime } from './time-text.ts'

/** The options of `runs` as commander hands them over. */
export interface RawRunsOptions {
  readonly json?: true
  readonly limit?: string
  readonly search?: string
  readonly state?: readonly string[]
  readonly dataDir?: string
}

/** Which runs are listed. */
interface Wanted {
  readonly limit: number
  readonly search: string | null
  readonly states: readonly RunState[] | null
}

/** The command's options and help. */
export function describeRunsCommand(): Command {
  return new Command('runs')
    .description('List the history of runs, newest first.')
    .option('--json', 'print an array of objects')
    .option('--limit <n>', 'at most so many runs (default: all)')
    .option('--search <text>', 'only runs with this text in their name, task or inputs')
    .option(
      '--state <state>',
      `only runs in this state: ${runStateSchema.options.join(', ')}; may be repeated`,
      collect,
    )
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

/** `batchyard runs`: prints the history. */
export async function listRuns(raw: RawRunsOptions, { signal }: Interruption): Promise<ExitCode> {
  const wanted = {
    limit: parseLimit(raw.limit),
    search: raw.search ?? null,
    states: raw.state === undefined ? null : raw.state.map(parseState),
  }
  await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    if (raw.json === true) await printJson(history(client, wanted, signal))
    else await printTable(history(client, wanted, signal), wanted)
  })
  return signal.aborted ? exitCodes.cancelled : exitCodes.succeeded
}

function parseState(text: string): RunState {
  const state = runStateSchema.safeParse(text)
  if (state.success) return state.data
  throw wrongUsage(`--state ${text}: expected one of ${runStateSchema.options.join(', ')}.`)
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
  { limit, search, states }: Wanted,
  signal: AbortSignal,
): AsyncGenerator<RunSummary[], void, undefined> {
  let before: RunId | undefined
  for (let left = limit; left > 0 && !signal.aborted;) {
    const size = Math.min(left, maximumPageSize)
    const page = await client.runs.list({
      limit: size,
      ...(before === undefined ? {} : { before }),
      ...(search === null ? {} : { search }),
      ...(states === null ? {} : { states: [...states] }),
    })
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

const columns: readonly TableColumn[] = [
  { title: 'RUN', align: 'right' },
  { title: 'STATE' },
  { title: 'STARTED' },
  { title: 'TASK' },
  { title: 'FILES', align: 'right' },
  { title: 'SUCCEEDED', align: 'right' },
  { title: 'FAILED', align: 'right' },
  { title: 'LEFT', align: 'right' },
  { title: 'NAME' },
]

async function printTable(pages: AsyncIterable<RunSummary[]>, { search, states }: Wanted): Promise<void> {
  let first = true
  for await (const page of pages) {
    await print(`${tableLines(columns, page.map(cells), { header: first }).join('\n')}\n`)
    first = false
  }
  if (!first) return
  await print(search === null && states === null ? 'There are no runs yet.\n' : 'No run fits.\n')
}

function cells(run: RunSummary): string[] {
  const { counts } = run
  return [
    String(run.id),
    run.state,
    localTime(run.startedAt),
    run.task.type,
    formatCount(counts.total),
    formatCount(counts.succeeded + counts.alreadyDone),
    formatCount(counts.failed),
    formatCount(counts.remaining),
    run.name,
  ]
}
