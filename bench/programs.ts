import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Contender, LeftOut } from './compare.ts'
import type { Figures } from './statistics.ts'

/** A contender that runs longer than this hangs. Milliseconds. */
const longestRun = 180_000

const figuresSchema = z.record(z.string(), z.number())

/** Runs a program to its end and returns what it printed. Throws where it fails or hangs. */
export function runProgram(command: string, words: readonly string[]): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: longestRun,
    killSignal: 'SIGKILL',
  })
  if (error !== undefined) throw error
  if (status === 0) return stdout
  const how = signal === null ? `code ${String(status)}` : `signal ${signal}`
  throw new Error(`${command} ended with ${how}: ${stderr.trim()}`)
}

/** Runs a program that prints its figures as one JSON object. */
export function runForFigures(command: string, words: readonly string[]): Figures {
  return figuresSchema.parse(JSON.parse(runProgram(command, words)))
}

/** Runs one of the contenders that are written in TypeScript, in a process of its own. */
export function runContender(
  name: string,
  options: Readonly<Record<string, string | number>>,
  nodeOptions: readonly string[] = [],
): Figures {
  const words = Object.entries(options).map(([option, value]) => `--${option}=${value}`)
  return runForFigures(process.execPath, [...nodeOptions, contenderPath(name), ...words])
}

/** Runs one of the contenders that are written in Python. */
export function runPython(name: string, options: Readonly<Record<string, string | number>>): Figures {
  const words = Object.entries(options).map(([option, value]) => `--${option}=${value}`)
  return runForFigures('python3', [contenderPath(name), ...words])
}

/** The first line that a program says of its version; null where it cannot be started. */
export function versionOf(command: string, words: readonly string[] = ['--version']): string | null {
  const { error, status, stdout } = spawnSync(command, words, { encoding: 'utf8' })
  if (error !== undefined || status !== 0) return null
  return stdout.trim().split('\n')[0] ?? ''
}

/** Contenders that need a program: in the comparison where it is installed, and left out otherwise. */
export function whereInstalled(
  command: string,
  contenders: readonly Contender[],
): { readonly contenders: readonly Contender[]; readonly missing: readonly LeftOut[] } {
  if (versionOf(command, command === 'openssl' ? ['version'] : undefined) !== null) {
    return { contenders, missing: [] }
  }
  const missing = contenders.map(({ name }) => ({ name, reason: `${command} is not installed` }))
  return { contenders: [], missing }
}

/** A line for the shell, of which `$1` is the given word; `items` are done by it. */
export function shellContender(name: string, line: string, word: string, items: number): Contender {
  return {
    name,
    measure() {
      const began = performance.now()
      runProgram('/bin/sh', ['-c', line, 'sh', word])
      return { perSecond: (items * 1_000) / (performance.now() - began) }
    },
  }
}

function contenderPath(name: string): string {
  return fileURLToPath(new URL(`./contenders/${name}`, import.meta.url))
}
