import { Command } from 'commander'
import type { JobPlan } from '../../../shared/contract/run-queries.ts'
import { planActions, type PlanAction, type PlanRow } from '../../../shared/model/plan-row.ts'
import { acceptForeignCode } from './accept-code.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatBytes, formatCount, formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { print, tell } from './output.ts'
import { jobOf, presetOf, withPathList } from './run.ts'
import { addJobOptions, parseDataDirectory, parseJobRequest, type RawJobOptions } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { visibleText } from './terminal-text.ts'

/** The options of `plan` as commander hands them over. */
export interface RawPlanOptions extends RawJobOptions {
  readonly csv?: string
  readonly json?: true
}

/** Rows that are shown of a plan that makes files. */
const shownRows = 100

/** The command's options and help. */
export function describePlanCommand(): Command {
  const command = new Command('plan').description('Say what a run would do, and do none of it.')
  return addJobOptions(command)
    .option('--csv <file>', 'write what would become of each file to this file')
    .option(
      '--json',
      'print one object: items, bytes, actions, alreadyDone, problems, problemExamples, calls, first',
    )
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Takes the options of batchyard run. Nothing is written to the history and no file is read.

Examples:
  batchyard plan --task checksum --input ./photos --skip-done
  batchyard plan --task copy --input ./photos --output-dir ./kept --csv plan.csv`,
    )
}

/** `batchyard plan`. */
export async function planRun(
  more: readonly string[],
  raw: RawPlanOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  const request = parseJobRequest(more, raw, await presetOf(raw, dataDirectory))
  const target = raw.csv === undefined ? null : await findCsvTarget(raw.csv)
  if (target?.kind === 'stdout')
    throw wrongUsage('--csv needs the name of a file: a plan is printed as well.')
  return await withPathList(request, dataDirectory, interruption, async (list) => {
    return await withLocalEngine(dataDirectory, async ({ client }) => {
      const { signal } = interruption
      try {
        const job = await jobOf(client, request, list)
        await acceptForeignCode(client, job, request.acceptedCode)
        const plan = await client.runs.plan(job, { signal })
        const rows = await client.runs.planRows({ planId: plan.planId, limit: shownRows })
        await print(
          raw.json === true ? `${JSON.stringify(plan)}\n` : `${planLines(plan, rows.rows).join('\n')}\n`,
        )
        if (target?.kind === 'file') {
          const written = await client.exports.plan({ planId: plan.planId, path: target.path }, { signal })
          tell(`Plan: ${formatCounted(written.rows, 'row')} in ${raw.csv}`)
        }
        return exitCodes.succeeded
      } catch (error) {
        if (signal.aborted) return exitCodes.cancelled
        throw error
      }
    })
  })
}

const columns: readonly TableColumn[] = [
  { title: '  ITEM', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'FILE' },
]

/** What `plan` prints for a person. */
export function planLines(plan: JobPlan, outputs: readonly PlanRow[]): string[] {
  const { items, bytes, alreadyDone, problems } = plan
  const lines = [`${formatCounted(items, 'file')}, ${formatBytes(bytes)}.`]
  if (alreadyDone > 0) {
    lines.push(`${formatCount(alreadyDone)} of them were done before and would be left out.`)
  }
  if (problems > 0) {
    lines.push(
      `${formatCounted(problems, 'file')} would fail:`,
      ...plan.problemExamples.map(({ path, message }) =>
        visibleText(`  ${message.includes(path) ? message : `${path}: ${message}`}`),
      ),
    )
    const more = problems - plan.problemExamples.length
    if (more > 0) lines.push(`  … and ${formatCount(more)} more`)
  }
  lines.push(...callLines(plan))
  if (plan.makesOutputs) return [...lines, ...actionLines(plan), ...outputLines(plan, outputs)]
  const rows = plan.first.map(({ seq, size, path, doneInRun }) => [
    `  ${formatCount(seq)}`,
    size === null ? '' : formatBytes(size),
    doneInRun === null ? path : `${path} (done in run ${doneInRun})`,
  ])
  if (rows.length > 0) {
    lines.push('', ...tableLines(columns, rows, { header: true }))
    const more = items - rows.length
    if (more > 0) lines.push(`  … and ${formatCount(more)} more`)
  }
  return lines
}

/** Calls whose lines are shown. */
const shownCalls = 3

/** How files are put together into calls, where one call has several. */
function callLines({ calls }: JobPlan): string[] {
  if (calls === null || calls.count === 0) return []
  const { count, largest, first } = calls
  const shown = first.slice(0, shownCalls)
  const more = count - shown.length
  return [
    `${formatCounted(count, 'call')} of ${formatCounted(largest, 'file')}${count > 1 ? ' at most' : ''}:`,
    ...shown.map(({ line }) => `  ${visibleText(line)}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ]
}

const actionTexts: Readonly<Record<PlanAction, string>> = {
  create: 'would be made',
  replace: 'would replace a file',
  'replace-input': 'would replace its input',
  skip: 'would be skipped',
  refuse: 'would be refused',
  'already-done': 'done before',
  unreadable: 'cannot be read',
  read: 'would be read',
}

function actionLines({ actions }: JobPlan): string[] {
  return planActions
    .filter((action) => actions[action] > 0)
    .map((action) => `  ${formatCount(actions[action])} ${actionTexts[action]}`)
}

const outputColumns: readonly TableColumn[] = [
  { title: '  ITEM', align: 'right' },
  { title: 'ACTION' },
  { title: 'FILE' },
  { title: 'OUTPUT' },
]

function outputLines({ items }: JobPlan, rows: readonly PlanRow[]): string[] {
  if (rows.length === 0) return []
  const cells = rows.map(({ seq, action, path, output, note }) => [
    `  ${formatCount(seq)}`,
    action,
    path,
    [output, note].filter((text) => text !== null).join(': '),
  ])
  const more = items - rows.length
  return [
    '',
    ...tableLines(outputColumns, cells, { header: true }),
    ...(more > 0 ? [`  … and ${formatCount(more)} more; --csv FILE has all`] : []),
  ]
}
