import { Command } from 'commander'
import type { OutputPage } from '../../../shared/contract/run-queries.ts'
import type { FailureCause } from '../../../shared/model/cause.ts'
import type { ChosenExecution, InputSource } from '../../../shared/model/job.ts'
import { isEndState, type RunId, type RunProgress, type RunSummary } from '../../../shared/model/run.ts'
import type { Session } from '../../../shared/model/session.ts'
import { describeParameters } from '../../engine/tasks/parameters.ts'
import { taskTypes } from '../../engine/tasks/registry.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { formatBytes, formatCount, formatCounted, formatDuration } from './formats.ts'
import { leftOutLines } from './left-out.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { print } from './output.ts'
import { progressFigures } from './progress-line.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { summaryOf } from './run-outcome.ts'
import { parseDataDirectory } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { visibleText } from './terminal-text.ts'
import { localTime } from './time-text.ts'

/** The options of `show` as commander hands them over. */
export interface RawShowOptions {
  readonly json?: true
  readonly dataDir?: string
}

/** How many causes are shown; `--json` has up to a thousand. */
const shownCauses = 20
const mostCauses = 1_000
/** How many inputs are shown. */
const shownInputs = 5

/** What is known of a run. */
export interface RunDetails {
  readonly progress: RunProgress
  /** How many causes its failures have, and the most frequent ones. */
  readonly totalCauses: number
  readonly causes: readonly FailureCause[]
  readonly sessions: readonly Session[]
  /** Null for a run that makes no files. */
  readonly outputs: OutputFigures | null
}

/** The command's options and help. */
export function describeShowCommand(): Command {
  return new Command('show')
    .description('Show a run: its state, its figures, why files failed, and when it was at work.')
    .argument(...runArgument)
    .option('--json', 'print one object: run, totalCauses, causes, sessions, outputs')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
}

/** `batchyard show`. */
export async function showRun(run: string, raw: RawShowOptions): Promise<ExitCode> {
  const wanted = parseRunNumber('show', run)
  return await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    const runId = await findRun(client, wanted)
    const progress = await client.runs.get({ runId })
    const { total, causes } = await client.runs.causes({ runId, limit: mostCauses })
    const sessions = await client.runs.sessions({ runId })
    const outputs = progress.run.outputs === null ? null : await outputsOf(client, runId)
    if (raw.json === true) {
      await print(
        `${JSON.stringify({ run: summaryOf(progress), totalCauses: total, causes, sessions, outputs })}\n`,
      )
    } else {
      const lines = detailLines({ progress, totalCauses: total, causes, sessions, outputs })
      await print(`${lines.join('\n')}\n`)
    }
    return exitCodes.succeeded
  })
}

/** What `show` prints for a person. */
export function detailLines(details: RunDetails): string[] {
  const { progress, sessions } = details
  const { run } = progress
  const facts: (readonly [string, string])[] = [
    ['State', stateText(progress)],
    ['Task', taskText(run)],
    ...inputTexts(run).map((text, index) => [index === 0 ? 'Inputs' : '', text] as const),
    ['Execution', executionTexts(run.execution).join(', ')],
    ['Files', filesText(run)],
    ...(details.outputs === null ? [] : [['Outputs', outputsText(details.outputs)] as const]),
    ...leftOutLines(run.leftOut).map((text, index) => [index === 0 ? 'Left out' : '', text] as const),
    [run.sessions === 0 ? 'Queued' : 'Started', localTime(run.startedAt)],
    ...(run.finishedAt === null ? [] : [['Ended', localTime(run.finishedAt)] as const]),
  ]
  return [
    visibleText(`Run ${run.id}: ${run.name}`),
    ...tableLines([{ title: '' }, { title: '' }], facts, { header: false }),
    ...causeLines(details),
    ...(sessions.length > 1 ? ['', 'At work:', ...sessionLines(sessions)] : []),
  ]
}

function stateText(progress: RunProgress): string {
  const { run, elapsed } = progress
  // The figures of a paused run begin with why it is paused.
  const state = run.state === 'paused' ? [] : [run.state]
  if (!isEndState(run.state)) return [...state, ...progressFigures(progress)].join(', ')
  const error = run.error === null ? '' : `: ${run.error.message}`
  const rule =
    run.stopReason === null || run.stopReason.kind === 'user'
      ? ''
      : `, by its stop rule at ${formatCounted(run.stopReason.failed, 'failure')}`
  return `${run.state} after ${formatDuration(elapsed)} at work${rule}${error}`
}

/** How many outputs a run has, without its rows. */
export type OutputFigures = Omit<OutputPage, 'rows' | 'total'>

async function outputsOf(client: Client, runId: RunId): Promise<OutputFigures> {
  const { actions, made, undone, refused } = await client.runs.outputs({ runId, limit: 1 })
  return { actions, made, undone, refused }
}

function outputsText({ actions, made, undone, refused }: OutputFigures): string {
  const planned = actions.create + actions.replace + actions['replace-input']
  const figures = [`${formatCount(made)} of ${formatCount(planned)} made`]
  if (actions.skip > 0) figures.push(`${formatCount(actions.skip)} skipped`)
  if (actions.refuse > 0) figures.push(`${formatCount(actions.refuse)} refused`)
  if (undone > 0) figures.push(`${formatCount(undone)} undone`)
  if (refused > 0) figures.push(`${formatCount(refused)} that undo left`)
  return figures.join(', ')
}

/** A task with its first parameter, which is what it is about, and those that are not at their default. */
function taskText({ task }: RunSummary): string {
  const type = taskTypes.find(({ id }) => id === task.type)
  const described = type === undefined ? [] : describeParameters(type)
  const defaults = new Map(described.map((parameter) => [parameter.name, JSON.stringify(parameter.default)]))
  const told = Object.entries(task.parameters).filter(
    ([name, value]) => name === described[0]?.name || JSON.stringify(value) !== defaults.get(name),
  )
  const texts = told.map(([name, value]) => {
    return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return texts.length === 0 ? task.type : `${task.type} (${texts.join(', ')})`
}

function inputTexts({ inputs, inputCount }: RunSummary): string[] {
  const texts = inputs.slice(0, shownInputs).map(inputText)
  const more = inputCount - texts.length
  return more > 0 ? [...texts, `… and ${formatCount(more)} more`] : texts
}

function inputText(input: InputSource): string {
  switch (input.kind) {
    case 'path':
      return input.path
    case 'glob':
      return input.pattern
    case 'list':
      return `the list ${input.path}`
    case 'csv':
      return `the column ${input.column} of ${input.path}`
    case 'range':
      return `the numbers ${input.range.from} to ${input.range.to}`
  }
}

function executionTexts(execution: ChosenExecution): string[] {
  const { mode, workers, chunkSize, retries, timeout, stopRule, skipDone } = execution
  const texts = [mode, formatCounted(workers, 'worker'), `chunk size ${chunkSize}`]
  if (retries > 0) texts.push(retries === 1 ? '1 retry' : `${retries} retries`)
  if (typeof timeout === 'number') texts.push(`at most ${formatDuration(timeout)} a try`)
  else if (timeout !== null) texts.push(`at most ${timeout.timesMedian} times the median a try`)
  if (stopRule.kind === 'failures')
    texts.push(`${stopRule.then} after ${formatCounted(stopRule.count, 'failure')}`)
  if (stopRule.kind === 'percent') texts.push(`${stopRule.then} at ${stopRule.percent} % failures`)
  if (skipDone) texts.push('what was done is left out')
  return texts
}

function filesText({ counts, bytesTotal, enumerated }: RunSummary): string {
  const figures = [`${formatCount(counts.succeeded)} succeeded`, `${formatCount(counts.failed)} failed`]
  if (counts.alreadyDone > 0) figures.push(`${formatCount(counts.alreadyDone)} already done`)
  if (counts.skipped > 0) figures.push(`${formatCount(counts.skipped)} skipped`)
  if (counts.remaining > 0) figures.push(`${formatCount(counts.remaining)} left`)
  const found = enumerated ? '' : ' found so far'
  return `${formatCount(counts.total)}${found} (${formatBytes(bytesTotal)}): ${figures.join(', ')}`
}

const causeColumns: readonly TableColumn[] = [
  { title: '  CAUSE' },
  { title: 'FILES', align: 'right' },
  { title: 'CODE' },
  { title: 'AN EXAMPLE' },
]

function causeLines({ progress: { run }, totalCauses, causes }: RunDetails): string[] {
  if (causes.length === 0) return []
  const shown = causes.slice(0, shownCauses)
  const rows = shown.map(({ cause, count, code, example }) => [
    `  ${cause}`,
    formatCount(count),
    code,
    `item ${example.seq}: ${example.message}`,
  ])
  const more = totalCauses - shown.length
  const [first] = shown
  return [
    '',
    `${formatCounted(run.counts.failed, 'failure')}, ${formatCounted(totalCauses, 'cause')}:`,
    ...tableLines(causeColumns, rows, { header: true }),
    ...(more > 0 ? [`  … and ${formatCounted(more, 'cause')} more`] : []),
    ...(first === undefined
      ? []
      : [
          `To try those of one cause again: batchyard retry ${run.id} --cause ${first.cause}`,
          `What one of them said: batchyard log ${run.id} ${first.example.seq}`,
        ]),
  ]
}

const sessionColumns: readonly TableColumn[] = [
  { title: '', align: 'right' },
  { title: '' },
  { title: '' },
  { title: '' },
]

function sessionLines(sessions: readonly Session[]): string[] {
  const rows = sessions.map(({ session, kind, startedAt, duration, endState }) => [
    `  ${session}`,
    kind,
    localTime(startedAt),
    endState === null ? 'at work' : `${endState} after ${formatDuration(duration)}`,
  ])
  return tableLines(sessionColumns, rows, { header: false })
}
