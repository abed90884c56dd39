import { Command } from 'commander'
import type { JobPlan } from '../../../shared/contract/run-queries.ts'
import { acceptForeignCode } from './accept-code.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { formatBytes, formatCount, formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { print } from './output.ts'
import { jobOf, presetOf, withPathList } from './run.ts'
import { addJobOptions, parseDataDirectory, parseJobRequest, type RawJobOptions } from './run-request.ts'
import { tableLines, type TableColumn } from './table.ts'
import { visibleText } from './terminal-text.ts'

/** The options of `plan` as commander hands them over. */
export interface RawPlanOptions extends RawJobOptions {
  readonly json?: true
}

/** The command's options and help. */
export function describePlanCommand(): Command {
  const command = new Command('plan').description('Say what a run would do, and do none of it.')
  return addJobOptions(command)
    .option('--json', 'print one object: items, bytes, alreadyDone, problems, problemExamples, first')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Takes the options of batchyard run. Nothing is written to the history and no file is read.

Examples:
  batchyard plan --task checksum --input ./photos --skip-done`,
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
  return await withPathList(request, dataDirectory, interruption, async (list) => {
    return await withLocalEngine(dataDirectory, async ({ client }) => {
      const { signal } = interruption
      try {
        const job = await jobOf(client, request, list)
        await acceptForeignCode(client, job, request.acceptedCode)
        const plan = await client.runs.plan(job, { signal })
        await print(raw.json === true ? `${JSON.stringify(plan)}\n` : `${planLines(plan).join('\n')}\n`)
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
export function planLines(plan: JobPlan): string[] {
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
