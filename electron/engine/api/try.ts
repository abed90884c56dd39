import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { constants } from 'node:fs'
import { basename, join } from 'node:path'
import type { TriedItem, TryReceipt } from '../../../shared/contract/run-queries.ts'
import type { Job } from '../../../shared/model/job.ts'
import { emptyLog, logText, type GrowingLog } from '../../../shared/model/log.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import { describeProblem } from '../inputs/problems.ts'
import { toPathBytes } from '../path-bytes.ts'
import { WorkerPool } from '../pool/index.ts'
import { addToLog } from '../runs/entry.ts'
import { Grouping } from '../runs/grouping.ts'
import { outcomesOf, type TryOutcome } from '../runs/outcome.ts'
import { outputWishOf } from '../runs/recipe.ts'
import type { PreparedTask } from '../runs/prepare-task.ts'
import { foldersOf } from '../runs/run-folders.ts'
import { groupsOf, resultColumnsOf, workersOf } from '../tasks/registry.ts'
import type { SentItem, TaskGroups, TaskOutput } from '../tasks/task-type.ts'
import type { WorkOrder } from '../tasks/work-order.ts'
import { planJob, type PlanOptions } from './plan.ts'
import { Picks, type Pick } from './try-picks.ts'

/** Rows of the plan that are looked at together. */
const pageSize = 1_000

/** What a try left is removed by the first try so many milliseconds later. */
const keptFor = 3_600_000

/** A proposed time limit is so many times what the slowest item took, and no less than this. Milliseconds. */
const timeoutFactor = 10
const leastTimeout = 10_000

export interface TryOptions extends PlanOptions {
  readonly dataDirectory: string
  readonly processors: number
}

/**
 * Does a few of a job's items for real. What they make is put into a folder of the data directory, where it can be
 * looked at for an hour at least; nothing comes to stand in its place, and no input is moved or replaced: of an item
 * that would be moved, a copy is.
 * @throws EngineError as `planJob`
 */
export async function tryJob(job: Job, options: TryOptions): Promise<Omit<TryReceipt, 'tryId'>> {
  const { plan, draft, prepared } = await planJob(job, options)
  await using kept = draft
  const picks = new Picks()
  for (let offset = 0; offset < plan.items; offset += pageSize) {
    options.signal?.throwIfAborted()
    for (const row of await kept.page({ offset, limit: pageSize })) {
      if (row.action !== 'unreadable' && row.action !== 'already-done') picks.add(row)
    }
  }
  const folder = await makeTryFolder(options.dataDirectory)
  const tried = await work(job, prepared, picks.all, folder, options)
  const slowest = Math.max(0, ...tried.map(({ duration }) => duration))
  return {
    items: plan.items,
    tried,
    columns: [...resultColumnsOf(prepared.taskType, prepared.parameters)],
    proposedTimeout:
      tried.length === 0
        ? null
        : Math.max(leastTimeout, Math.ceil((timeoutFactor * slowest) / 1_000) * 1_000),
    proposedWorkers: Math.max(1, Math.min(options.processors, plan.calls?.count ?? plan.items)),
  }
}

/** An item on its way through a try. */
interface Trial {
  readonly pick: Pick
  readonly item: SentItem
  /** What it has said. */
  log: GrowingLog
}

async function work(
  job: Job,
  { taskType, parameters }: PreparedTask,
  picks: readonly Pick[],
  folder: string,
  { workerUrl, startProcess, processors, signal }: TryOptions,
): Promise<TriedItem[]> {
  const wish = outputWishOf(taskType, parameters, job.output)
  const { keepDates, keepPermissions } = job.output
  const order: WorkOrder = {
    parameters,
    roots: foldersOf(job.inputs),
    output: wish === null ? null : { runId: 1, journal: join(folder, 'journal'), keepDates, keepPermissions },
  }
  const tried: TriedItem[] = []
  const trials: Trial[] = []
  for (const pick of picks) {
    const left = leftByPlan(pick)
    if (left !== null) {
      tried.push(left)
      continue
    }
    try {
      trials.push({ pick, item: await trialItem(pick, wish?.task ?? null, folder), log: emptyLog })
    } catch (error) {
      tried.push(failedTrial(pick, describeProblem(error, pick.row.path)))
    }
  }
  await using pool = new WorkerPool({
    workers: Math.max(1, Math.min(processors, trials.length)),
    kind: workersOf(taskType, parameters) === 'processes' ? 'process' : 'thread',
    workerUrl,
    ...(startProcess && { startProcess }),
  })
  const groups = groupsOf(taskType, parameters)
  async function run(units: readonly (readonly Trial[])[]): Promise<void> {
    const sent = units.map((unit) => unit.map(({ item }) => item))
    const stream = pool.imapUnordered<SentItem | SentItem[], unknown>(
      { name: taskType.id, parameters: order },
      groups === null ? sent.flat() : sent,
      {
        ...{ chunkSize: 1, settled: true, ...(signal === undefined ? {} : { signal }) },
        onReport: (report) => {
          const trial = units[report.index]?.[0]
          if (trial !== undefined) addToLog(trial, report)
        },
      },
    )
    const alone: Trial[] = []
    for await (const settled of stream) {
      const unit = units[settled.index] ?? []
      for (const [place, outcome] of outcomesOf(settled, unit, groups !== null).entries()) {
        const trial = unit[place]
        if (trial === undefined) continue
        const isToGoAlone = outcome.status === 'failed' && outcome.isShared === true
        if (isToGoAlone && groups?.whenFailed === 'alone') alone.push({ ...trial, log: emptyLog })
        else tried.push(triedItem(trial, outcome, settled.duration))
      }
    }
    if (alone.length > 0) await run(alone.map((trial) => [trial]))
  }
  await run(groups === null ? trials.map((trial) => [trial]) : grouped(trials, groups))
  return tried.sort((first, second) => first.seq - second.seq)
}

/** The trials, put together as a run would do it. */
function grouped(trials: readonly Trial[], groups: TaskGroups): Trial[][] {
  const grouping = new Grouping<Trial>(groups, ({ item }) => item.path)
  const units = trials.flatMap((trial) => {
    const full = grouping.add(trial)
    return full === null ? [] : [full]
  })
  const rest = grouping.flush()
  return rest.length === 0 ? units : [...units, rest]
}

/** What there is to tell of an item that the plan leaves out or refuses; null where it is to be worked on. */
function leftByPlan({ row, reasons }: Pick): TriedItem | null {
  const { note, code } = row
  if (row.action === 'skip') return { ...failedTrial({ row, reasons }, null), status: 'skipped' }
  if (row.action !== 'refuse' || code === null || note === null) return null
  return failedTrial({ row, reasons }, { code, message: note })
}

function failedTrial({ row: { seq, path, size }, reasons }: Pick, error: TriedItem['error']): TriedItem {
  return { seq, path, size, reasons, status: 'failed', values: [], error, duration: 0, output: null, log: '' }
}

/** The item as it is given to a worker: its output goes into the try's folder. */
async function trialItem(
  { row: { seq, path, size, output } }: Pick,
  task: TaskOutput | null,
  folder: string,
): Promise<SentItem> {
  const item = { seq, path, size, modifiedAt: null, problem: null, isAgain: false }
  if (task === null || output === null) return { ...item, output: null }
  const target = join(folder, 'outputs', String(seq))
  await mkdir(target, { recursive: true })
  const planned: PlannedOutput = { action: 'create', path: join(target, basename(output)) }
  if (task.effect === 'writes') return { ...item, output: planned }
  const source = join(folder, 'inputs', String(seq))
  await mkdir(source, { recursive: true })
  const copy = join(source, basename(path))
  await copyFile(toPathBytes(path), toPathBytes(copy), constants.COPYFILE_FICLONE)
  return { ...item, path: copy, output: planned }
}

function triedItem(
  { pick: { row, reasons }, log: said }: Trial,
  outcome: TryOutcome,
  duration: number,
): TriedItem {
  const { seq, path, size } = row
  const log = logText(said).text
  if (outcome.status === 'failed') return { ...failedTrial({ row, reasons }, outcome.error), duration, log }
  const { made } = outcome
  return {
    ...{ seq, path, size, reasons, duration, log },
    status: 'succeeded',
    values: [...outcome.values],
    error: null,
    output: made === null ? null : { path: made.path, size: made.size, place: row.output ?? made.path },
  }
}

/** A folder of its own for a try. What earlier tries left is removed where nobody looks at it any more. */
async function makeTryFolder(dataDirectory: string): Promise<string> {
  const all = join(dataDirectory, 'tries')
  await mkdir(all, { recursive: true })
  for (const name of await readdir(all)) {
    const folder = join(all, name)
    if ((await stat(folder)).mtimeMs < Date.now() - keptFor)
      await rm(folder, { recursive: true, force: true })
  }
  return await mkdtemp(join(all, 'try-'))
}
