import { Command } from 'commander'
import { resolve } from 'node:path'
import type { InputSource, JobInput, Origin } from '../../../shared/model/job.ts'
import type { PresetJob } from '../../../shared/model/preset.ts'
import type { ResultColumn } from '../../../shared/model/result.ts'
import {
  findTaskType,
  parseParameters,
  parseParametersFromText,
  resultColumnsOf,
} from '../../engine/tasks/registry.ts'
import type { TaskType } from '../../engine/tasks/task-type.ts'
import {
  addCsvOptions,
  checkColumns,
  parseWantedCsv,
  type RawCsvOptions,
  type TypedCsv,
} from './csv-options.ts'
import {
  addExecutionOptions,
  addStartOptions,
  parseExecution,
  parseStart,
  type RawExecutionOptions,
  type RawStartOptions,
  type StartTime,
} from './execution-options.ts'
import { wrongUsage } from './failure.ts'
import { parseFilter } from './filter-options.ts'
import { addInputOptions, collect, parseInputs, type RawInputOptions } from './input-options.ts'
import type { TypedInputs } from './inputs.ts'
import { addOutputOptions, parseOutput, type RawOutputOptions } from './output-options.ts'

/** The options that describe a job, as commander hands them over. */
export interface RawJobOptions extends RawInputOptions, RawExecutionOptions, RawOutputOptions {
  readonly preset?: string
  readonly task?: string
  readonly param?: readonly string[]
  readonly command?: string
  readonly script?: string
  readonly acceptCode?: string
  readonly dataDir?: string
}

/** The options of `run` as commander hands them over. */
export interface RawRunOptions extends RawJobOptions, RawStartOptions, RawCsvOptions {
  readonly name?: string
  readonly csv?: string
  readonly json?: true
  readonly quiet?: true
}

/** What a job is to be, checked as far as it can be without an engine. */
export interface JobRequest {
  /** As they were typed; null where they are the preset's. */
  readonly inputs: TypedInputs | null
  /** Inputs of the preset. */
  readonly presetInputs: readonly InputSource[]
  readonly filter: NonNullable<JobInput['filter']>
  readonly taskType: TaskType
  readonly task: JobInput['task']
  readonly execution: NonNullable<JobInput['execution']>
  readonly output: NonNullable<JobInput['output']>
  /** That of the preset; `own` without one. */
  readonly origin: Origin
  /** The hash of code from somebody else that is accepted. */
  readonly acceptedCode: string | undefined
}

/** What a `run` command asks for, checked as far as it can be without an engine. */
export interface RunRequest extends JobRequest {
  readonly name: string | null
  readonly start: StartTime
  readonly csv: TypedCsv | null
  readonly json: boolean
  readonly quiet: boolean
}

/** The command's options and help. */
export function describeRunCommand(): Command {
  const command = new Command('run').description(
    'Apply a task to every file of the inputs and keep the results.',
  )
  addStartOptions(addJobOptions(command))
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
  batchyard run --task checksum --input ./photos --ext jpg,tif --min-size 1MB --exclude trash/
  find . -name '*.raw' -print0 | batchyard run --task checksum --input-list - --null --csv -
  batchyard run --task copy --input ./photos --output-dir ./kept --keep-tree --if-exists skip
  batchyard run --command 'gzip -k {}' --input ./logs
  batchyard run --script words.ts --input ./texts --csv words.csv
  batchyard run --preset nightly.batchyard.json --input ./photos --retries 3 --start-at 22:30

Exit codes:
  0    all files succeeded
  1    some files failed; the rest are done
  2    wrong usage, or a task, parameter, column or preset that does not exist
  3    it could not start or go on: unreadable database, no input matched, disk full
  4    it was stopped before everything was done: drained, or by --stop-after-failures
  130  cancelled, by Ctrl-C or batchyard cancel, after an orderly stop that keeps what was done`,
    )
}

/** Adds the options that describe a job: those that `run`, `plan` and `presets save` share. */
export function addJobOptions(command: Command): Command {
  command
    .option('--preset <file or name>', 'take the job from a preset; what is given beside it comes first')
    .option(
      '--task <name>',
      'what is done to each file: batchyard tasks lists them (needed without a preset)',
    )
    .option('--command <line>', 'run this command for each file: short for --task command')
    .option('--script <file>', 'run this script for each file: short for --task script')
    .option(
      '--param <name=value>',
      'a parameter of the task, lists and objects as JSON; may be repeated',
      collect,
    )
    .option(
      '--accept-code <hash>',
      'run the command or script of a preset from somebody else, which was shown',
    )
  return addOutputOptions(addExecutionOptions(addInputOptions(command)))
}

/**
 * Checks what was typed after `run`.
 *
 * @param preset the job of the preset that was asked for
 * @throws CommandFailure wrong usage
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export function parseRunRequest(
  more: readonly string[],
  raw: RawRunOptions,
  preset: PresetJob | null,
): RunRequest {
  const job = parseJobRequest(more, raw, preset)
  const csv = parseWantedCsv(raw)
  const columns = csv === null ? null : knownColumns(job)
  if (csv !== null && columns !== null) {
    checkColumns(csv.options, columns, makesFiles(job.taskType, job.task.parameters))
  }
  return {
    ...job,
    name: parseName(raw.name),
    start: parseStart(raw, new Date()),
    csv,
    json: raw.json ?? false,
    quiet: raw.quiet ?? false,
  }
}

/** The columns that results will have; null where only the task's code can tell. */
function knownColumns({ taskType, task }: JobRequest): readonly ResultColumn[] | null {
  return taskType.declare === undefined ? resultColumnsOf(taskType, task.parameters ?? {}) : null
}

/**
 * Checks the options that describe a job. What is given takes the place of what the preset says.
 *
 * @throws CommandFailure wrong usage
 * @throws EngineError UNKNOWN_TASK, INVALID_PARAMETERS
 */
export function parseJobRequest(
  more: readonly string[],
  raw: RawJobOptions,
  preset: PresetJob | null,
  need: { readonly inputs: 'needed' | 'optional' } = { inputs: 'needed' },
): JobRequest {
  const shortcut = shortcutOf(raw)
  const taskName = raw.task ?? shortcut?.task ?? preset?.task.type
  if (taskName === undefined) {
    throw wrongUsage('--task is needed: what is done to each file, as in --task checksum.')
  }
  if (preset !== null && taskName !== preset.task.type) {
    throw wrongUsage(`--task ${taskName}: the preset's task is ${preset.task.type}; leave --task out.`)
  }
  const taskType = findTaskType(taskName)
  const given = parseAssignments(raw.param ?? [])
  if (shortcut !== null) addShortcut(given, shortcut, taskName)
  const inputs = parseInputs(more, raw)
  const presetInputs = preset?.inputs ?? []
  if (need.inputs === 'needed' && inputs === null && presetInputs.length === 0) {
    throw wrongUsage(
      'an input is needed: --input PATH for a file, folder or pattern, --input-list FILE, --csv-list FILE, or --range FROM..TO.',
    )
  }
  const parameters = parametersOf(taskType, given, preset)
  return {
    inputs,
    presetInputs,
    filter: { ...preset?.filter, ...parseFilter(raw) },
    taskType,
    task: { type: taskType.id, parameters },
    execution: { ...preset?.execution, ...parseExecution(raw) },
    output: outputOf(raw, taskType, parameters, preset),
    origin: preset?.origin ?? 'own',
    acceptedCode: parseHash(raw.acceptCode),
  }
}

/** Whether the task makes files with these parameters. */
function makesFiles(taskType: TaskType, parameters: JobInput['task']['parameters']): boolean {
  return (taskType.output?.(parseParameters(taskType, parameters ?? {})) ?? null) !== null
}

/** @throws CommandFailure wrong usage: options of outputs for a task that makes none */
function outputOf(
  raw: RawOutputOptions,
  taskType: TaskType,
  parameters: JobInput['task']['parameters'],
  preset: PresetJob | null,
): NonNullable<JobInput['output']> {
  const output = parseOutput(raw, preset?.output, process.cwd())
  const isGiven = Object.keys(parseOutput(raw, undefined, process.cwd())).length > 0
  if (isGiven && !makesFiles(taskType, parameters)) {
    throw wrongUsage(`the task ${taskType.id} makes no files, so there is no use for options of outputs.`)
  }
  return output
}

/** A parameter that has an option of its own, which says the task too. */
interface Shortcut {
  readonly task: string
  readonly option: string
  readonly name: string
  readonly value: string
}

/** @throws CommandFailure wrong usage: both are given, or one is empty */
function shortcutOf({ command, script }: RawJobOptions): Shortcut | null {
  if (command !== undefined && script !== undefined) {
    throw wrongUsage('--command and --script: one of them can be done to a file, not both.')
  }
  if (command !== undefined) return { task: 'command', option: '--command', name: 'command', value: command }
  if (script === undefined) return null
  if (script === '') throw wrongUsage('--script needs the name of a file.')
  return { task: 'script', option: '--script', name: 'file', value: resolve(script) }
}

function addShortcut(
  given: Record<string, string>,
  { task, option, name, value }: Shortcut,
  taskName: string,
): void {
  if (taskName !== task) throw wrongUsage(`${option} is for --task ${task}, and not for --task ${taskName}.`)
  if (Object.hasOwn(given, name)) throw wrongUsage(`${option} and --param ${name}: the same is given twice.`)
  given[name] = value
}

function parseHash(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-9a-f]{64}$/iu.test(text)) return text?.toLowerCase()
  throw wrongUsage(
    `--accept-code ${text}: expected the hash that was shown with the code, 64 hexadecimal digits.`,
  )
}

/** @throws CommandFailure wrong usage: an empty name */
export function parseDataDirectory(text: string | undefined): string | undefined {
  if (text === '') throw wrongUsage('--data-dir needs the name of a folder.')
  return text
}

/** The preset's parameters, but for those that were given. */
function parametersOf(
  taskType: TaskType,
  given: Readonly<Record<string, string>>,
  preset: PresetJob | null,
): NonNullable<JobInput['task']['parameters']> {
  const typed = parseParametersFromText(taskType, given)
  if (preset === null) return typed
  const chosen = Object.fromEntries(Object.keys(given).map((name) => [name, typed[name] ?? null]))
  return parseParameters(taskType, { ...preset.task.parameters, ...chosen })
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

function parseName(name: string | undefined): string | null {
  if (name === undefined) return null
  if (name.trim() === '') throw wrongUsage('--name needs a text.')
  if (name.trim().length > 200) throw wrongUsage('--name may have at most 200 characters.')
  return name.trim()
}
