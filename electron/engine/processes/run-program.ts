import type { ChildProcess } from 'node:child_process'
import { endGroup, gracePeriod, isGoneWithin, isGroupAlive } from './process-group.ts'
import { reaper } from './reaper.ts'
import { inputOf, startProgram, type ProgramStart } from './start-program.ts'

/** How a program ended. One of the two is null. */
export interface ProgramEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ProgramRequest extends Omit<ProgramStart, 'input'> {
  /** What it reads as standard input: these bytes, or an open file, by its descriptor. Default: nothing. */
  readonly input?: Uint8Array | number
  /** Told what it writes, as it does. While this returns nothing more is read, and the program has to wait. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void
  /** Ends the program and all that it has started. */
  readonly signal: AbortSignal
}

/**
 * Runs a program to its end, and sees to the end of what it has started. What still runs in its process group
 * when it is over has a grace period to finish, and is then ended. So is everything once the signal is given, or
 * this process is lost.
 *
 * Rejects with the system's error where the program cannot be started, and with the signal's reason once
 * everything has ended.
 */
export async function runProgram({ onOutput, signal, input, ...start }: ProgramRequest): Promise<ProgramEnd> {
  signal.throwIfAborted()
  const child = startProgram({
    ...start,
    ...(input === undefined ? {} : { input: typeof input === 'number' ? input : 'pipe' }),
  })
  const { pid } = child
  if (pid === undefined) throw await startFailure(child)
  const exited = exitOf(child)
  const closed = closeOf(child)
  child.stdout?.on('data', (bytes: Buffer) => onOutput('stdout', bytes))
  child.stderr?.on('data', (bytes: Buffer) => onOutput('stderr', bytes))
  if (typeof input === 'object') {
    const stdin = inputOf(child)
    // A program need not read what it is given.
    stdin?.on('error', () => {})
    stdin?.end(input)
  }
  const tree = new Tree(pid, closed)
  const abort = (): void => void tree.end()
  signal.addEventListener('abort', abort, { once: true })
  try {
    const end = await exited
    await tree.settle()
    signal.throwIfAborted()
    return end
  } finally {
    signal.removeEventListener('abort', abort)
    // Somebody out of reach may hold the other end, and would be read for ever.
    child.stdout?.destroy()
    child.stderr?.destroy()
    if (!isGroupAlive(pid)) reaper.remove(pid)
  }
}

/** A program and what it has started. */
class Tree {
  readonly #group: number
  /** Fulfilled when the program has ended and nobody can write to its outputs any more. */
  readonly #closed: Promise<unknown>
  #ending: Promise<void> | null = null

  constructor(group: number, closed: Promise<unknown>) {
    this.#group = group
    this.#closed = closed
  }

  end(): Promise<void> {
    this.#ending ??= endGroup(this.#group)
    return this.#ending
  }

  /** To be called when the program has ended: resolves when nothing of its group is left. */
  async settle(): Promise<void> {
    const until = performance.now() + gracePeriod
    const timer = Promise.withResolvers<void>()
    const handle = setTimeout(() => timer.resolve(), gracePeriod)
    await Promise.race([this.#closed, timer.promise])
    clearTimeout(handle)
    if (this.#ending === null && !(await isGoneWithin(this.#group, until - performance.now()))) {
      await this.end()
    }
    await this.#ending
  }
}

function startFailure(child: ChildProcess): Promise<Error> {
  const { promise, resolve } = Promise.withResolvers<Error>()
  child.once('error', resolve)
  return promise
}

function closeOf(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('close', () => resolve())
  return promise
}

function exitOf(child: ChildProcess): Promise<ProgramEnd> {
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>()
  child.once('exit', (code, signal) => resolve({ code, signal }))
  return promise
}
