import { Command, Option } from 'commander'
import { executionSchema, modeSchema, maximumChunkSize, maximumWorkers } from '../../../shared/model/job.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { JobInput } from '../../../shared/model/job.ts'
import { findTaskType, parseParametersFromText } from '../../engine/tasks/registry.ts'
import { addCsvOptions, checkColumns, parseCsvOptions, type RawCsvOptions } from './csv-options.ts'
import { wrongUsage } from './failure.ts'
import type { TypedInputs } from './inputs.ts'

/** The options of `run` as commander hands them over. */
export interface RawRunOptions extends RawCsvOptions {
  readonly task?: string
  readonly input?: readonly string[]
  readonly inputList?: string
  readonly null?: true
  readonly mode: string
  readonly chunkSize: string
  readonly workers?: string
  readonly param?: readonly string[]
  readonly name?: string
  readonly csv?: string
  readonly json?: true
  readonly quiet?: true
  readonly dataDir?: string
}

/** What a `run` command asks for, checked as far as it can be without an engine. */
export interface RunRequest {
  readonly inputs: TypedInputs
  readonly taskTitle: string
  readonly task: JobInput['task']
  readonly execution: JobInput['execution']
  readonly name: string | null
  /** As it was typed: a path, or `-` for standard output. */
  readonly csv: { readonly target: string; readonly options: CsvOptions } | null
  readonly json: boolean
  readonly quiet: boolean
  readonly dataDirectory: string | undefined
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** The command's options and help. */
export function describeRunCommand(): Command {
  const command = new Command('run')
    .description('Apply a task to every file of the inputs and keep the results.')
    .argument('[inputs...]', 'more inputs, as after --input: what a shell makes of an unquoted pattern')
    .option('--task <name>', 'what is done to each file, for example checksum (needed)')
    .option('--param <name=value>', 'a parameter of the task; may be repeated', collect)
    .option('--input <path>', 'a file, a folder or a glob pattern in quotes; may be repeated', collect)
    .option('--input-list <file>', 'a file that lists paths, one a line; - for standard input')
    .option('--null', 'paths in the input list end in a NUL character instead of a line end')
    .addOption(
      new Option(
        '--mode <mode>',
        'the order of results: imap (input order) or imap-unordered (as they come)',
      ).default('imap-unordered'),
    )
    .option(
      '--chunk-size <n>',
      `files handed to a worker at a time: auto, or 1 to ${maximumChunkSize}`,
      'auto',
    )
    .option(
      '--workers <n>',
      `files worked on at once, 1 to ${maximumWorkers} (default: one for each processor)`,
    )
    .option('--name <text>', "the run's name in the history (default: the task's title)")
    .option('--csv <file>', 'write the results to this file when the run has ended; - for standard output')
  return addCsvOptions(command)
    .option('--json', "print the run's summary to standard output as one JSON object")
    .option('--quiet', 'tell nothing but errors')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Examples:
  batchyard run --task checksum --input ./photos --csv out.csv
  batchyard run --task checksum --param algorithm=blake2b --input './scans/**/*.tif' --mode imap
  find . -name '*.raw' -print0 | batchyard run --task checksum --input-list - --null --csv -

Exit codes:
  0    all files succeeded
  1    some files failed; the rest are done
  2    wrong usage, or a task, parameter or column that does not exist
  3    it could not start or go on: unreadable database, no input matched, disk full
  130  cancelled by Ctrl-C, after an orderly stop that keeps what was done`,
    )
}

/**
 * Checks what was typed.
 *
 * @throws CommandFailure wrong usage
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export function parseRunRequest(more: readonly string[], raw: RawRunOptions): RunRequest {
  if (raw.task === undefined)
    throw wrongUsage('--task is needed: what is done to each file, as in --task checksum.')
  const taskType = findTaskType(raw.task)
  const parameters = parseParametersFromText(taskType, parseAssignments(raw.param ?? []))
  const inputs = parseInputs([...(raw.input ?? []), ...more], raw)
  const csv = parseCsv(raw)
  if (csv !== null) checkColumns(csv.options, taskType.resultColumns)
  if (raw.json === true && csv?.target === '-') {
    throw wrongUsage('--csv - and --json both write to standard output; write one of them to a file.')
  }
  return {
    inputs,
    taskTitle: taskType.title,
    task: { type: taskType.id, parameters },
    execution: parseExecution(raw),
    name: parseName(raw.name),
    csv,
    json: raw.json ?? false,
    quiet: raw.quiet ?? false,
    dataDirectory: parseDataDirectory(raw.dataDir),
  }
}

/** @throws CommandFailure wrong usage: an empty name */
export function parseDataDirectory(text: string | undefined): string | undefined {
  if (text === '') throw wrongUsage('--data-dir needs the name of a folder.')
  return text
}

function parseInputs(texts: readonly string[], raw: RawRunOptions): TypedInputs {
  if (texts.length === 0 && raw.inputList === undefined) {
    throw wrongUsage('an input is needed: --input PATH for a file, folder or pattern, or --input-list FILE.')
  }
  if (texts.includes('')) throw wrongUsage('--input needs the name of a file or folder, or a pattern.')
  if (raw.inputList === '')
    throw wrongUsage('--input-list needs the name of a file, or - for standard input.')
  if (raw.null === true && raw.inputList === undefined) {
    throw wrongUsage('--null says how an input list is written; it needs --input-list FILE.')
  }
  return {
    texts,
    list: raw.inputList ?? null,
    listSeparator: raw.null === true ? 'nul' : 'newline',
  }
}

function parseAssignments(texts: readonly string[]): Record<string, string> {
  const assignments = new Map<string, string>()
  for (const text of texts) {
    const equals = text.indexOf('=')
    if (equals < 1) throw wrongUsage(`--param ${text}: expected name=value, as in --param algorithm=md5.`)
    const name = text.slice(0, equals)
    if (assignments.has(name)) throw wrongUsage(`--param ${name} is given twice.`)
    assignments.set(name, text.slice(equals + 1))
  }
  return Object.fromEntries(assignments)
}

function parseExecution(raw: RawRunOptions): NonNullable<JobInput['execution']> {
  const mode = modeSchema.safeParse(raw.mode)
  if (!mode.success) {
    throw wrongUsage(`--mode ${raw.mode}: expected one of ${modeSchema.options.join(', ')}.`)
  }
  const chunkSize = executionSchema.shape.chunkSize.safeParse(wholeNumberOr(raw.chunkSize))
  if (!chunkSize.success) {
    throw wrongUsage(
      `--chunk-size ${raw.chunkSize}: expected auto or a whole number from 1 to ${maximumChunkSize}.`,
    )
  }
  if (raw.workers === undefined) return { mode: mode.data, chunkSize: chunkSize.data }
  const workers = executionSchema.shape.workers.safeParse(wholeNumberOr(raw.workers))
  if (!workers.success) {
    throw wrongUsage(`--workers ${raw.workers}: expected a whole number from 1 to ${maximumWorkers}.`)
  }
  return { mode: mode.data, chunkSize: chunkSize.data, workers: workers.data }
}

/** The number that the text is, if it is written as a plain whole number. */
function wholeNumberOr(text: string): number | string {
  return /^\d{1,15}$/u.test(text) ? Number(text) : text
}

function parseName(name: string | undefined): string | null {
  if (name === undefined) return null
  if (name.trim() === '') throw wrongUsage('--name needs a text.')
  if (name.trim().length > 200) throw wrongUsage('--name may have at most 200 characters.')
  return name.trim()
}

function parseCsv(raw: RawRunOptions): RunRequest['csv'] {
  const options = parseCsvOptions(raw)
  if (raw.csv !== undefined) return { target: raw.csv, options }
  const stray = [
    raw.columns === undefined ? null : '--columns',
    raw.bom === true ? '--bom' : null,
    raw.escapeFormulas ? null : '--no-escape-formulas',
  ].find((name) => name !== null)
  if (stray !== undefined) throw wrongUsage(`${stray} says how a CSV is written; it needs --csv FILE.`)
  return null
}
