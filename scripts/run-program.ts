import { spawn } from 'node:child_process'
import { projectFolder } from './project-folder.ts'

/** How much of a program's output is kept: its end, where the errors are. */
const keptOutput = 1_000_000

export interface ProgramOptions {
  readonly environment?: NodeJS.ProcessEnv
  /** After so many milliseconds the program is ended. Default: never. */
  readonly timeLimit?: number
  /** Shows what the program prints while it runs, instead of only keeping it. */
  readonly show?: boolean
}

/** How a program ended. */
export interface ProgramEnd {
  /** Null when it did not start, or was ended by a signal. */
  readonly exitCode: number | null
  readonly timedOut: boolean
  /** The end of what it printed, standard output and error together. Empty where that was shown. */
  readonly output: string
}

/** Runs a program in the project's folder to its end. Never rejects: a program that is missing has failed. */
export function runProgram(
  program: string,
  words: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: projectFolder,
      env: options.environment ?? process.env,
      stdio: options.show === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    function keep(text: string): void {
      output = (output + text).slice(-keptOutput)
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    let timedOut = false
    const timer =
      options.timeLimit === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            child.kill('SIGKILL')
          }, options.timeLimit)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ exitCode: null, timedOut, output: `${output}${error.message}\n` })
    })
    child.once('close', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode, timedOut, output })
    })
  })
}
