import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { markVariable } from './processes.ts'

/** What of a program is killed: its process, all of its processes at once, or one worker alone. */
export const killKinds = ['engine', 'all processes', 'worker'] as const
export type KillKind = (typeof killKinds)[number]

/** Which program does the run: the one that people use, or an engine whose workers can be told to die. */
export type Door = 'command line' | 'engine'

/** What a program is to do: start the run, go on with it, or only open the database. */
export type Verb = 'run' | 'resume' | 'look'

/** What a program has said of its run. What was announced must be found in the database. */
export interface Announced {
  readonly run: number
  /** Items that had a result, as far as it was told. */
  readonly done: number
}

/** How a program ended. */
export interface VictimEnd {
  readonly exitCode: number | null
  /** Whether it was the kill that ended it, and not its own end just before. */
  readonly killed: boolean
  /** The last that it announced; null where it came to nothing. */
  readonly announced: Announced | null
  readonly errors: string
}

/** A program at work on a run, to be killed. */
export interface Victim {
  readonly pid: number
  /** For a person. */
  readonly description: string
  /** Resolves when it has announced its run, or has ended. */
  readonly started: Promise<void>
  /** What it exits with where it is let come to its end. */
  readonly dueExitCode: number
  readonly ended: Promise<VictimEnd>
  kill(kind: KillKind): void
  /** How many workers were told to die. An order that is still there was not obeyed. */
  readonly workersOrdered: number
}

export interface VictimOptions {
  readonly door: Door
  readonly verb: Verb
  readonly dataDirectory: string
  /** The job, as the engine takes it. */
  readonly jobFile: string
  /** The same as words of the command line, without the data folder. */
  readonly runWords: readonly string[]
  readonly runId: number
  /** Where orders to die are laid for workers. */
  readonly ordersFolder: string
  /** Where the program puts what it thinks temporary. */
  readonly temporaryFolder: string
  readonly mark: string
}

const announcedSchema = z.strictObject({ run: z.int(), done: z.int() })
const commandFile = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))
const engineFile = fileURLToPath(new URL('engine-process.ts', import.meta.url))

/** Starts a program as the leader of a process group of its own. */
export function startVictim(options: VictimOptions): Victim {
  const child = spawn(process.execPath, wordsOf(options), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: options.temporaryFolder,
      // What went wrong is told with all that is known of it.
      BATCHYARD_DEBUG: '1',
      BATCHYARD_DRILL_ORDERS: options.ordersFolder,
      [markVariable]: options.mark,
    },
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${process.execPath} could not be started.`)
  const group = pid
  let announced: Announced | null = null
  let errors = ''
  let workersOrdered = 0
  const closed = once(child, 'close')
  const started = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (options.door !== 'engine') return
      announced = announcedSchema.parse(JSON.parse(line))
      resolve()
    })
    createInterface({ input: child.stderr }).on('line', (line) => {
      errors += `${line}\n`
      const run = /^Run (\d+) (?:started|resumed)/u.exec(line)?.[1]
      if (run === undefined || options.door !== 'command line') return
      announced = { run: Number(run), done: 0 }
      resolve()
    })
  })
  return {
    pid,
    description: `${options.verb} by the ${options.door}`,
    started,
    // The command line says with it that some items failed, as the tree has it.
    dueExitCode: options.door === 'command line' && options.verb !== 'look' ? 1 : 0,
    ended: closed.then(() => ({
      exitCode: child.exitCode,
      killed: child.signalCode === 'SIGKILL',
      announced,
      errors,
    })),
    kill(kind) {
      switch (kind) {
        case 'engine':
          child.kill('SIGKILL')
          return
        case 'all processes':
          // The leader may have ended and been waited for a moment ago: then there is no group to kill.
          if (child.exitCode === null && child.signalCode === null) process.kill(-group, 'SIGKILL')
          return
        case 'worker':
          workersOrdered += 1
          writeFileSync(
            join(options.ordersFolder, `${workersOrdered % 2 === 0 ? 'throw' : 'exit'}-${workersOrdered}`),
            '',
          )
      }
    },
    get workersOrdered() {
      return workersOrdered
    },
  }
}

function wordsOf(options: VictimOptions): string[] {
  const { door, verb, dataDirectory, jobFile, runId, runWords } = options
  if (door === 'engine') return [engineFile, verb, dataDirectory, jobFile]
  return [commandFile, ...commandWords(), '--data-dir', dataDirectory]

  function commandWords(): string[] {
    switch (verb) {
      case 'run':
        return ['run', ...runWords]
      case 'resume':
        return ['resume', String(runId)]
      case 'look':
        return ['runs', '--json']
    }
  }
}
