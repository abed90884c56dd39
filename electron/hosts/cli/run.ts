import type { JobInput } from '../../../shared/model/job.ts'
import type { PresetJob } from '../../../shared/model/preset.ts'
import { refuseProtectedTarget } from '../../engine/exports/protected-files.ts'
import type { WantedCsv } from './csv-options.ts'
import { findCsvTarget, refuseInputAsTarget } from './csv-target.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { followRun, reporterFor } from './follow-run.ts'
import { removeKeptList } from './kept-lists.ts'
import { openPathList, resolveInputs, type PathList } from './inputs.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type Client, type LocalEngine } from './local-engine.ts'
import { loadPreset } from './preset-option.ts'
import { leaveOutcome } from './run-outcome.ts'
import {
  parseDataDirectory,
  parseRunRequest,
  type JobRequest,
  type RawRunOptions,
  type RunRequest,
} from './run-request.ts'

/** `batchyard run`: starts a run, shows it, and leaves its results where they were asked for. */
export async function run(
  more: readonly string[],
  raw: RawRunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  const request = parseRunRequest(more, raw, await presetOf(raw, dataDirectory))
  const csv = request.csv === null ? null : { ...request.csv, target: await findCsvTarget(request.csv.text) }
  return await withPathList(request, dataDirectory, interruption, async (list, giveAway) => {
    return await withLocalEngine(dataDirectory, async (local) => {
      return await startAndFinish(local, { request, csv, list, giveAway }, interruption)
    })
  })
}

/** The job of the preset that was asked for, or null: before the engine, so that what was typed is checked first. */
export async function presetOf(
  raw: { readonly preset?: string },
  dataDirectory: string,
): Promise<PresetJob | null> {
  const { preset } = raw
  if (preset === undefined) return null
  return await withLocalEngine(dataDirectory, ({ client }) => loadPreset(client, preset, process.cwd()))
}

/**
 * Opens the list of paths that was asked for. One that came through standard input is removed in the end,
 * unless `use` has given it to a run that may need it again.
 */
export async function withPathList(
  { inputs }: JobRequest,
  dataDirectory: string,
  interruption: Interruption,
  use: (list: PathList | null, giveAway: () => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { signal } = interruption
  let list: PathList | null = null
  try {
    if (inputs !== null) {
      list = await openPathList(inputs, process.cwd(), process.stdin, { dataDirectory, signal })
    }
  } catch (error) {
    if (signal.aborted) return exitCodes.cancelled
    throw error
  }
  let isOurs = list?.isKept === true
  try {
    return await use(list, () => {
      isOurs = false
    })
  } finally {
    if (isOurs && list !== null) await removeKeptList(list.source.path)
  }
}

/** The job as the engine takes it. */
export async function jobOf(client: Client, request: JobRequest, list: PathList | null): Promise<JobInput> {
  const inputs =
    request.inputs === null
      ? [...request.presetInputs]
      : await resolveInputs(client, request.inputs, process.cwd())
  if (list !== null) inputs.push(list.source)
  return {
    inputs,
    filter: request.filter,
    task: request.task,
    execution: request.execution,
    output: request.output,
  }
}

interface Wanted {
  readonly request: RunRequest
  readonly csv: WantedCsv | null
  readonly list: PathList | null
  /** To be called when the list belongs to the run. */
  readonly giveAway: () => void
}

async function startAndFinish(
  local: LocalEngine,
  { request, csv, list, giveAway }: Wanted,
  interruption: Interruption,
): Promise<ExitCode> {
  const { client, engine } = local
  const { name } = request
  const job = { ...(await jobOf(client, request, list)), ...(name === null ? {} : { name }) }
  if (csv !== null) {
    const files = job.inputs.flatMap((input) => ('path' in input ? [input.path] : []))
    await refuseInputAsTarget(csv.target, files)
    if (csv.target.kind === 'file') await refuseProtectedTarget(csv.target.path, engine.info.dataDirectory)
  }
  if (interruption.signal.aborted) return exitCodes.cancelled
  const waits = request.start.queue === true || request.start.notBefore !== undefined
  const last = await followRun({
    client,
    reporter: reporterFor(request),
    interruption,
    async begin() {
      const { runId } = await client.runs.start({ ...job, ...request.start })
      giveAway()
      return runId
    },
    announce: (runId) => `Run ${runId} ${waits ? 'is in the queue' : 'started'}: ${request.taskType.title}.`,
  })
  return await leaveOutcome(local, last, { csv, json: request.json, quiet: request.quiet }, interruption)
}
