import { Command } from 'commander'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { ResultGroup, ResultGroupPage } from '../../../shared/model/result-group.ts'
import { addCsvOptions, parseWantedCsv, type RawCsvOptions } from './csv-options.ts'
import { findCsvTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import { formatBytes, formatCount, formatCounted } from './formats.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine } from './local-engine.ts'
import { complain, print, tell } from './output.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'
import { visibleText } from './terminal-text.ts'
import { writeCsv } from './write-csv.ts'

/** The options of `groups` as commander hands them over. */
export interface RawGroupsOptions extends RawCsvOptions {
  readonly column: string
  readonly limit: string
  readonly csv?: string
  readonly json?: true
  readonly dataDir?: string
}

/** The most groups that are shown; a CSV has all of them. */
const mostGroups = 1_000

/** The command's options and help. */
export function describeGroupsCommand(): Command {
  const command = new Command('groups')
    .description('Show results of a run that have the same value in a column: files with the same content.')
    .argument(...runArgument)
    .option('--column <name>', 'the result column', 'digest')
    .option('--limit <n>', `how many groups to show, at most ${mostGroups}; a CSV has all of them`, '20')
    .option('--json', 'print one object: total, results, wastedBytes, groups')
    .option('--csv <file>', 'write all results that are in a group to a file; - for standard output')
  return addCsvOptions(command)
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Examples:
  batchyard run --task duplicates --input photos && batchyard groups latest
  batchyard groups 12 --csv duplicates.csv --columns group,group_count,path,inode`,
    )
}

/** `batchyard groups`. */
export async function showGroups(
  run: string,
  raw: RawGroupsOptions,
  { signal }: Interruption,
): Promise<ExitCode> {
  const wanted = parseRunNumber('groups', run)
  const limit = parseLimit(raw.limit)
  const csv = parseWantedCsv(raw)
  const target = csv === null ? null : await findCsvTarget(csv.text)
  try {
    await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async (local) => {
      const runId = await findRun(local.client, wanted)
      const page = await local.client.runs.groups({ runId, column: raw.column, limit })
      if (raw.json === true) await print(`${JSON.stringify(page)}\n`)
      else if (csv === null) await print(`${groupLines(page).join('\n')}\n`)
      if (csv === null || target === null) return
      const rows = await writeCsv(local, runId, { ...csv.options, groupBy: raw.column }, target, signal)
      if (target.kind === 'file' && rows !== null && raw.json !== true) {
        tell(`Groups of run ${runId}: ${formatCounted(rows, 'row')} in ${csv.text}`)
      }
    })
  } catch (error) {
    if (!signal.aborted) throw error
    complain('cancelled; nothing was written.')
    return exitCodes.cancelled
  }
  return exitCodes.succeeded
}

/** What `groups` prints for a person. */
export function groupLines({ total, results, wastedBytes, groups }: ResultGroupPage): string[] {
  if (total === 0) return ['No two results have the same value.']
  const more = total - groups.length
  return [
    `${formatCounted(total, 'group')} of ${formatCounted(results, 'result')}; ` +
      `one of each kept, ${formatBytes(wastedBytes)} would be free.`,
    ...groups.flatMap(linesOfGroup),
    ...(more > 0 ? ['', `… and ${formatCounted(more, 'group')} more`] : []),
  ]
}

function linesOfGroup({ value, count, files, size, wastedBytes, examples }: ResultGroup): string[] {
  const each = size === null ? '' : ` of ${formatBytes(size)}`
  const links = files < count ? `, which are ${formatCounted(files, 'file')} by hard links` : ''
  const more = count - examples.length
  return [
    '',
    visibleText(
      `${formatCount(count)} times${each}${links}, ${formatBytes(wastedBytes)} to be freed: ${value}`,
    ),
    ...examples.map(({ path }) => `  ${visibleText(displayPath(path))}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ]
}

function parseLimit(text: string): number {
  const limit = /^\d{1,6}$/u.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= mostGroups) return limit
  throw wrongUsage(`--limit ${text}: expected a whole number from 1 to ${mostGroups}.`)
}
