import { spawn, type ChildProcess } from 'node:child_process'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import { reaper } from './reaper.ts'

/** The environment of programs, copied once: reading `process.env` takes its time. */
const environment = { ...process.env }

/**
 * Starts a program with these words, its input empty, its outputs piped. On POSIX it leads a session and a
 * process group of its own, which the reaper knows of before anything can be lost. May throw; other failures
 * are told by the `error` event of a process without a number.
 */
export function startProgram(words: readonly PathText[]): ChildProcess {
  if (process.platform === 'win32') return startOnWindows(words)
  // Node has no bytes for arguments, and only Linux lets the reaper find a program by its environment.
  const isText = words.every((word) => word.isWellFormed())
  return isText && process.platform === 'linux' ? startDirectly(words) : startThroughGate(words)
}

function startDirectly([program = '', ...words]: readonly string[]): ChildProcess {
  const env = { ...environment, ...reaper.expect() }
  let child: ChildProcess | null = null
  try {
    child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    return child
  } finally {
    if (child?.pid === undefined) reaper.expectNothing()
    else reaper.add(child.pid)
  }
}

/**
 * Starts a shell that becomes the program once it is told how, which is when the reaper knows of it. Should this
 * process be lost before, the shell reads the end of its input and ends. Its one line is made of quoted bytes.
 */
function startThroughGate(words: readonly PathText[]): ChildProcess {
  const gate = spawn('/bin/sh', ['-s'], { env: environment, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  gate.stdin.on('error', () => {})
  if (gate.pid === undefined) return gate
  reaper.add(gate.pid)
  const quoted = words.map((word) => Buffer.from(toPathBytes(` '${word.replaceAll("'", "'\\''")}'`)))
  gate.stdin.end(Buffer.concat([Buffer.from('exec'), ...quoted, Buffer.from(' </dev/null\n')]))
  return gate
}

/** Never run on a Windows machine so far. */
function startOnWindows([program = '', ...words]: readonly string[]): ChildProcess {
  return spawn(program, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
}
