import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
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

function contenderPath(name: string): string {
  return fileURLToPath(new URL(`./contenders/${name}`, import.meta.url))
}
