import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { judge, type Finding } from './judge.ts'
import { markedProcesses } from './processes.ts'
import type { Random } from './random.ts'
import type { KnownTree } from './tree.ts'
import {
  startVictim,
  type Announced,
  type Door,
  type KillKind,
  type Verb,
  type Victim,
  type VictimEnd,
  type VictimOptions,
} from './victim.ts'

/**
 * Where a run was when its program was killed, as the database tells afterwards. `starting`: not yet in the
 * database. `resuming`: nothing new since the last kill. `finishing`: all results were there, the end was
 * not. `closing`: the end was there too.
 */
export const phases = ['starting', 'enumerating', 'running', 'resuming', 'finishing', 'closing'] as const
export type Phase = (typeof phases)[number]

/** A kill that hit. */
export interface Kill {
  readonly kind: KillKind
  readonly phase: Phase
}

/** How long a run takes that nobody disturbs, in milliseconds. */
export interface Pace {
  /** From the start of its process until it announces its run. */
  readonly toStart: number
  /** From then until its process has ended. */
  readonly toEnd: number
}

/** What a run was put through, and what was found wrong. */
export interface RoundOutcome {
  readonly kills: readonly Kill[]
  readonly resumes: number
  readonly items: number
  /** Items that a killed worker took with it and that were not done again. */
  readonly lostWorkers: number
  readonly faults: readonly string[]
}

export interface RoundOptions {
  readonly tree: KnownTree
  /** A folder of its own, made by the round, and removed unless something is wrong. */
  readonly folder: string
  /** Words of the command line that name the tree. */
  readonly runWords: readonly string[]
  readonly jobFile: string
  /** The folder that outputs go to, removed with the round's own; null where the job makes none. */
  readonly outputFolder: string | null
  readonly random: Random
  readonly pace: Pace
  /** How many kills that hit are wanted at most. */
  readonly mostKills: number
}

/** How long what a killed program left running has to notice, in milliseconds. A limit, not a measurement. */
const orphanPatience = 60_000

/** A program that takes so much longer than an undisturbed one hangs. Milliseconds. */
const longestRun = 120_000

const nothingFound: Finding = { run: null, lostWorkers: 0, faults: [] }

/**
 * One run, killed again and again at random moments and resumed each time, until enough kills have hit or
 * it has come to its end; then carried to its end. Judged after each kill and at the end.
 */
export class Round {
  readonly #options: RoundOptions
  readonly #places: Omit<VictimOptions, 'verb' | 'runId' | 'door'>
  readonly #kills: Kill[] = []
  readonly #faults: string[] = []
  #workersKilled = 0
  #resumes = 0
  #found = nothingFound
  #announced: Announced | null = null
  #isEnded = false

  constructor(options: RoundOptions) {
    this.#options = options
    this.#places = {
      dataDirectory: join(options.folder, 'data'),
      jobFile: options.jobFile,
      runWords: options.runWords,
      ordersFolder: join(options.folder, 'orders'),
      temporaryFolder: join(options.folder, 'temporary'),
      mark: `${process.pid} ${options.folder}`,
    }
  }

  async drill(): Promise<RoundOutcome> {
    mkdirSync(this.#places.ordersFolder, { recursive: true })
    mkdirSync(this.#places.temporaryFolder)
    try {
      while (!this.#isEnded && this.#kills.length < this.#options.mostKills) await this.#disturb()
      if (!this.#isEnded) await this.#follow(this.#start('command line'), null)
      // Whoever opens the database next tidies up after a program that was killed while it closed.
      if (this.#faults.length === 0) await this.#follow(this.#start('command line', 'look'), null)
      if (this.#faults.length === 0) this.#checkWhatIsLeft()
    } finally {
      // Where something is wrong, what was found stays to be looked at.
      const { folder, outputFolder } = this.#options
      if (this.#faults.length === 0) {
        for (const each of [folder, ...(outputFolder === null ? [] : [outputFolder])]) {
          rmSync(each, { recursive: true, force: true })
        }
      }
    }
    return {
      kills: this.#kills,
      resumes: this.#resumes,
      items: this.#found.run?.items ?? 0,
      lostWorkers: this.#found.lostWorkers,
      faults: this.#faults,
    }
  }

  /** Starts or resumes the run and kills at random moments. */
  async #disturb(): Promise<void> {
    const { random, pace } = this.#options
    const door = random.pick<Door>([
      [1, 'engine'],
      [2, 'command line'],
    ])
    const workers = door === 'engine' ? random.whole(0, 2) : 0
    const finalKill = random.pick<KillKind | null>([
      [4, 'engine'],
      [4, 'all processes'],
      // Without a kill of the whole, what a killed worker does to a run is seen to its end.
      [workers > 0 ? 2 : 0, null],
    ])
    const victim = this.#start(door)
    async function orEnd(moment: Promise<void>): Promise<void> {
      await Promise.race([moment, victim.ended])
    }
    const isEarly = workers === 0 && random.whole(0, 5) === 0
    await orEnd(isEarly ? wait(random.fraction() * pace.toStart) : victim.started)
    for (let ordered = 0; ordered < workers; ordered += 1) {
      await orEnd(wait((random.fraction() * pace.toEnd) / (workers + 1)))
      victim.kill('worker')
    }
    if (finalKill !== null) {
      // Squared, so that the short time in which files are found gets its share.
      if (!isEarly) await orEnd(wait(random.fraction() ** 2 * pace.toEnd))
      victim.kill(finalKill)
    }
    await this.#follow(victim, finalKill)
  }

  #start(door: Door, verb?: Verb): Victim {
    const runId = this.#found.run?.id ?? null
    const begun = verb ?? (runId === null ? 'run' : 'resume')
    if (begun === 'resume') this.#resumes += 1
    return startVictim({ ...this.#places, door, verb: begun, runId: runId ?? 0 })
  }

  /** Waits for the end of a program and judges what it left. */
  async #follow(victim: Victim, finalKill: KillKind | null): Promise<void> {
    const end = await endInTime(victim)
    await this.#awaitOrphans(victim, end)
    this.#countKilledWorkers(victim)
    this.#announced = latest(this.#announced, end.announced)
    const found = judge(join(this.#places.dataDirectory, 'batchyard.db'), {
      tree: this.#options.tree,
      announced: this.#announced,
      complete: !end.killed,
      workersKilled: this.#workersKilled,
      outputFolder: this.#options.outputFolder,
    })
    const when = `${victim.description}, which ${end.killed ? 'was killed' : `ended with ${end.exitCode}`}`
    this.#faults.push(...found.faults.map((fault) => `${fault} (after ${when})`))
    if (end.killed && finalKill !== null) {
      this.#kills.push({ kind: finalKill, phase: phaseOf(found, this.#found) })
    } else if (end.killed || end.exitCode !== victim.dueExitCode) {
      const how = end.killed ? `hung for ${longestRun / 1_000} s` : `ended with ${end.exitCode}`
      this.#faults.push(`${victim.description} ${how}: ${end.errors}`)
    }
    this.#found = found
    this.#isEnded = found.run?.state === 'finished' || this.#faults.length > 0
  }

  /** Orders that were taken are workers that died. */
  #countKilledWorkers(victim: Victim): void {
    const left = readdirSync(this.#places.ordersFolder)
    for (const order of left) rmSync(join(this.#places.ordersFolder, order))
    const died = victim.workersOrdered - left.length
    this.#workersKilled += died
    for (let index = 0; index < died; index += 1) this.#kills.push({ kind: 'worker', phase: 'running' })
  }

  /** What a program leaves running ends by itself, or is a fault and is ended here. */
  async #awaitOrphans(victim: Victim, end: VictimEnd): Promise<void> {
    const until = performance.now() + orphanPatience
    let orphans = markedProcesses(this.#places.mark, victim.pid)
    while (orphans.length > 0 && performance.now() < until) {
      await wait(20)
      orphans = markedProcesses(this.#places.mark, victim.pid)
    }
    if (orphans.length === 0) return
    this.#faults.push(
      `${orphans.length} processes went on after their engine ${end.killed ? 'was killed' : 'ended'}`,
    )
    for (const orphan of orphans) killIfThere(orphan === victim.pid ? -orphan : orphan)
  }

  /** In the end there is the database, and nothing beside it. */
  #checkWhatIsLeft(): void {
    const { dataDirectory, temporaryFolder } = this.#places
    const left = [
      ...readdirSync(dataDirectory, { recursive: true }).filter(
        (name) => name !== 'batchyard.db' && name !== 'owners',
      ),
      ...readdirSync(temporaryFolder),
    ]
    if (left.length > 0) this.#faults.push(`files were left behind: ${left.join(', ')}`)
  }
}

/** The end of a program; one that hangs is killed. */
async function endInTime(victim: Victim): Promise<VictimEnd> {
  const timer = setTimeout(() => victim.kill('all processes'), longestRun)
  try {
    return await victim.ended
  } finally {
    clearTimeout(timer)
  }
}

function phaseOf(found: Finding, before: Finding): Phase {
  if (found.run === null) return 'starting'
  const { state, enumerated, items, results } = found.run
  if (state === 'finished') return 'closing'
  if (before.run !== null && before.run.items === items && before.run.results === results) return 'resuming'
  if (!enumerated) return 'enumerating'
  return results === items ? 'finishing' : 'running'
}

function latest(before: Announced | null, now: Announced | null): Announced | null {
  if (before === null || now === null) return now ?? before
  return { run: now.run, done: Math.max(before.done, now.done) }
}

function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It has ended in the meantime.
  }
}
