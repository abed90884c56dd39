import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobInput } from '../../shared/model/job.ts'
import { createRandom } from './random.ts'
import { Round, type Kill, type Pace, type RoundOutcome } from './round.ts'
import { makeTree, type KnownTree } from './tree.ts'
import { startVictim } from './victim.ts'

export interface DrillOptions {
  /** How many kills are to hit. */
  readonly kills: number
  readonly seed: number
  /** Files in the tree of each run. */
  readonly files: number
  /** Told after each run. */
  readonly onRound?: (outcome: RoundOutcome, soFar: DrillOutcome) => void
}

/** What all runs together were put through, and what was found wrong. */
export interface DrillOutcome {
  readonly runs: number
  readonly items: number
  readonly kills: readonly Kill[]
  readonly resumes: number
  readonly lostWorkers: number
  readonly faults: readonly string[]
  /** Where the run in which something was wrong can be looked at, with its database; null where nothing was. */
  readonly kept: string | null
}

const nothingDone: DrillOutcome = {
  runs: 0,
  items: 0,
  kills: [],
  resumes: 0,
  lostWorkers: 0,
  faults: [],
  kept: null,
}

/** The most kills of one run. */
const mostKillsOfRun = 8

/** Kills programs at random moments of real runs until enough kills have hit, or something is found wrong. */
export async function drill(options: DrillOptions): Promise<DrillOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'batchyard-drill-'))
  let outcome: DrillOutcome = nothingDone
  try {
    const random = createRandom(options.seed)
    const tree = await makeTree(join(folder, 'tree'), options.files, random)
    const kinds = [layOut(tree, folder, null), layOut(tree, folder, join(folder, 'outputs'))]
    const paces: Pace[] = []
    for (const [index, kind] of kinds.entries()) {
      paces.push(await measurePace({ ...kind, folder: join(folder, `undisturbed ${index}`) }))
    }
    while (outcome.kills.length < options.kills && outcome.faults.length === 0) {
      // By turns: checksums, and copies of the whole tree.
      const which = outcome.runs % kinds.length
      const [kind, pace] = [kinds[which], paces[which]]
      if (kind === undefined || pace === undefined) throw new Error(`There is no job ${which}.`)
      const round = new Round({
        ...kind,
        tree,
        folder: join(folder, `run ${outcome.runs + 1}`),
        random,
        pace,
        mostKills: Math.min(random.whole(1, mostKillsOfRun), options.kills - outcome.kills.length),
      })
      const of = await round.drill()
      outcome = add(outcome, of, folder)
      options.onRound?.(of, outcome)
    }
    return outcome
  } finally {
    if (outcome.kept === null) rmSync(folder, { recursive: true, force: true })
  }
}

/** A job, as a file and as words of the command line. */
interface DrilledJob {
  readonly jobFile: string
  readonly runWords: readonly string[]
  readonly outputFolder: string | null
}

/** @param outputFolder where the tree is copied to; null for checksums */
function layOut(tree: KnownTree, folder: string, outputFolder: string | null): DrilledJob {
  const type = outputFolder === null ? 'checksum' : 'copy'
  const job: JobInput = {
    inputs: [...tree.inputs],
    task: { type },
    // Small chunks and more workers than processors: more happens at once, so more can go wrong.
    execution: { workers: 3, chunkSize: 5, retries: 2 },
    ...(outputFolder !== null && {
      output: { place: { kind: 'folder', path: outputFolder, keepTree: true } },
    }),
  }
  const jobFile = join(folder, `${type}.json`)
  writeFileSync(jobFile, JSON.stringify(job))
  const inputs = tree.inputs.flatMap((input) => (input.kind === 'path' ? ['--input', input.path] : []))
  const runWords = ['--task', type, ...inputs, '--workers', '3', '--chunk-size', '5', '--retries', '2']
  if (outputFolder !== null) runWords.push('--output-dir', outputFolder, '--keep-tree')
  return { jobFile, runWords, outputFolder }
}

/** How long a run takes here and now that nobody disturbs. */
async function measurePace(places: DrilledJob & { readonly folder: string }): Promise<Pace> {
  mkdirSync(places.folder)
  const began = performance.now()
  const victim = startVictim({
    ...places,
    door: 'command line',
    verb: 'run',
    runId: 0,
    dataDirectory: join(places.folder, 'data'),
    ordersFolder: places.folder,
    temporaryFolder: places.folder,
    mark: 'undisturbed',
  })
  await victim.started
  const started = performance.now()
  const { exitCode, errors } = await victim.ended
  if (exitCode !== 1) throw new Error(`A run that nobody disturbed ended with ${exitCode}: ${errors}`)
  if (places.outputFolder !== null) rmSync(places.outputFolder, { recursive: true })
  return { toStart: started - began, toEnd: performance.now() - started }
}

function add(sum: DrillOutcome, of: RoundOutcome, folder: string): DrillOutcome {
  const run = sum.runs + 1
  return {
    runs: run,
    items: sum.items + of.items,
    kills: [...sum.kills, ...of.kills],
    resumes: sum.resumes + of.resumes,
    lostWorkers: sum.lostWorkers + of.lostWorkers,
    kept: of.faults.length === 0 ? sum.kept : join(folder, `run ${run}`),
    faults: [...sum.faults, ...of.faults.map((fault) => `run ${run}: ${fault}`)],
  }
}
