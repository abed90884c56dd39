import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import { reaper } from './reaper.ts'

/** The environment of programs, copied once: reading `process.env` takes its time. */
const ownEnvironment = { ...process.env }

/** What a program is started with. */
export interface ProgramStart {
  /** The program, by its name or its path, and its arguments. Each reaches it byte for byte. */
  readonly words: readonly PathText[]
  /** Variables besides those of this process. */
  readonly environment?: Readonly<Record<string, string>>
  /** The working folder. Default: that of this process. */
  readonly folder?: PathText
  /**
   * Its standard input: nothing, a pipe (`stdin` of what is returned), or an open file, by its descriptor.
   * Default: nothing.
   */
  readonly input?: 'ignore' | 'pipe' | number
}

/** The place of the program's standard input among those of the shell that becomes it. */
const gatedInput = 3

/**
 * Starts a program with these words, its outputs piped. On POSIX it leads a session and a process group of its own,
 * which the reaper knows of before anything can be lost. May throw; other failures are told by the `error` event of a
 * process without a number.
 */
export function startProgram(start: ProgramStart): ChildProcess {
  if (process.platform === 'win32') return startOnWindows(start)
  // Node has no bytes for arguments, and only Linux lets the reaper find a program by its environment.
  const isText = start.words.every((word) => word.isWellFormed()) && start.folder?.isWellFormed() !== false
  return isText && process.platform === 'linux' ? startDirectly(start) : startThroughGate(start)
}

/** What can be written to as the program's standard input, where that is a pipe. */
export function inputOf(child: ChildProcess): NodeJS.WritableStream | null {
  const gated = child.stdio[gatedInput]
  if (gated === undefined) return child.stdin
  return gated !== null && 'write' in gated ? gated : null
}

function startDirectly({ words: [program = '', ...words], ...start }: ProgramStart): ChildProcess {
  const env = { ...ownEnvironment, ...start.environment, ...reaper.expect() }
  const stdio: StdioOptions = [start.input ?? 'ignore', 'pipe', 'pipe']
  let child: ChildProcess | null = null
  try {
    child = spawn(program, words, { env, stdio, detached: true, cwd: start.folder })
    return child
  } finally {
    if (child?.pid === undefined) reaper.expectNothing()
    else reaper.add(child.pid)
  }
}

/**
 * Starts a shell that becomes the program once it is told how, which is when the reaper knows of it. Should this
 * process be lost before, the shell reads the end of its input and ends. Its lines are made of quoted bytes.
 */
function startThroughGate({ words, environment, folder, input }: ProgramStart): ChildProcess {
  const hasInput = input !== undefined && input !== 'ignore'
  const gate = spawn('/bin/sh', ['-s'], {
    env: { ...ownEnvironment, ...environment },
    // Places beyond the third stay closed where they are to be ignored.
    stdio: ['pipe', 'pipe', 'pipe', ...(hasInput ? [input] : [])],
    detached: true,
  })
  gate.stdin?.on('error', () => {})
  if (gate.pid === undefined) return gate
  reaper.add(gate.pid)
  const go = folder === undefined ? [] : [Buffer.from('cd'), quoted(folder), Buffer.from(' || exit 126\n')]
  const read = hasInput ? ` <&${gatedInput} ${gatedInput}<&-\n` : ' </dev/null\n'
  const become = [Buffer.from('exec'), ...words.map(quoted), Buffer.from(read)]
  gate.stdin?.end(Buffer.concat([...go, ...become]))
  return gate
}

function quoted(word: PathText): Buffer {
  return Buffer.from(toPathBytes(` '${word.replaceAll("'", "'\\''")}'`))
}

/** Never run on a Windows machine so far. */
function startOnWindows({ words: [program = '', ...words], ...start }: ProgramStart): ChildProcess {
  return spawn(program, words, {
    env: { ...ownEnvironment, ...start.environment },
    stdio: [start.input ?? 'ignore', 'pipe', 'pipe'],
    cwd: start.folder,
    windowsHide: true,
    // What cmd is to read is quoted by its own rules already.
    windowsVerbatimArguments: program === 'cmd',
  })
}
