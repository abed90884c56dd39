import { fork, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { processGuard } from './process-guard.ts'
import type { ProcessEnd, ProcessEvents, ProcessRequest, StartedProcess } from './start-process.ts'

/** So much of the end of what a process printed as errors is kept, to tell why it ended (characters). */
const keptErrorOutput = 16_384

/** How long to wait for the rest of what was printed when a process has failed (milliseconds). */
const longestWaitForOutput = 500

/** Signals by which a process ends itself that can go on no longer, for one when its memory is full. */
const crashSignals: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL'])

/**
 * Options of Node that are for the process they were given to and would harm a worker: a second inspector on
 * the same port, a script to evaluate, a profile to write.
 */
const privateOption =
  /^(-[epic]|--(inspect|debug|eval|print|interactive|check|watch|test|cpu-prof|heap-prof|prof|heapsnapshot|max-old-space-size|max-semi-space-size|title|expose-gc)([-=_].*)?)$/

/** Starts a worker as a child process of this one. */
export function forkProcess(request: ProcessRequest, events: ProcessEvents): StartedProcess {
  return new ForkedProcess(request, events)
}

class ForkedProcess implements StartedProcess {
  readonly pid: number | null
  readonly #child: ChildProcess
  readonly #events: ProcessEvents
  #errorOutput = ''
  #errorOutputIsOver = false
  #isConnected = true
  #exit: { readonly code: number | null; readonly signal: string | null } | null = null
  #mayWaitForOutput = true
  #isOver = false

  constructor(request: ProcessRequest, events: ProcessEvents) {
    this.#events = events
    const child = fork(request.url, [...request.words], {
      serialization: 'advanced',
      execArgv: [...withoutPrivateOptions(process.execArgv), ...request.nodeOptions],
      env: { ...process.env, NODE_OPTIONS: optionsForWorkers(process.env['NODE_OPTIONS']) },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    this.#child = child
    this.pid = child.pid ?? null
    if (child.pid !== undefined) processGuard.add(child.pid)
    child.on('message', (message: unknown) => events.message(message))
    child.on('error', (error) => {
      if (child.pid === undefined) this.#end(error)
    })
    child.on('exit', (code, signal) => {
      if (child.pid !== undefined) processGuard.remove(child.pid)
      this.#exit = { code, signal }
      this.#endIfOver()
    })
    child.on('disconnect', () => {
      this.#isConnected = false
      this.#endIfOver()
    })
    this.#followErrorOutput(child)
    this.setKeepsAlive(false)
    if (child.stderr instanceof Socket) child.stderr.unref()
  }

  send(message: object): void {
    if (!this.#child.connected) return
    // The callback takes what goes wrong because the process is gone, of which `ended` tells.
    this.#child.send(message, () => {})
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  setKeepsAlive(keepsAlive: boolean): void {
    const { channel } = this.#child
    if (keepsAlive) {
      this.#child.ref()
      channel?.ref()
    } else {
      this.#child.unref()
      channel?.unref()
    }
  }

  /** What a worker prints as errors goes where this process prints its own. */
  #followErrorOutput(child: ChildProcess): void {
    child.stderr?.on('data', (bytes: Buffer) => {
      process.stderr.write(bytes)
      this.#errorOutput = (this.#errorOutput + bytes.toString('latin1')).slice(-keptErrorOutput)
    })
    child.stderr?.on('close', () => {
      this.#errorOutputIsOver = true
      this.#endIfOver()
    })
  }

  #endIfOver(): void {
    const exit = this.#exit
    if (exit === null || this.#isConnected) return
    const mayExplain = exit.signal === null ? exit.code !== 0 : crashSignals.has(exit.signal)
    if (mayExplain && !this.#errorOutputIsOver && this.#mayWaitForOutput) {
      // Something that the worker has started may hold its output open for longer.
      setTimeout(() => {
        this.#mayWaitForOutput = false
        this.#endIfOver()
      }, longestWaitForOutput)
      return
    }
    const errorOutput = this.#errorOutput
    const ranOutOfMemory = exit.signal !== null && mayExplain && errorOutput.includes('out of memory')
    this.#end({ ...exit, ranOutOfMemory, errorOutput })
  }

  #end(end: ProcessEnd | Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#events.ended(end)
  }
}

/** The options of this process that its workers should have too, such as hooks that load modules. */
export function withoutPrivateOptions(options: readonly string[]): string[] {
  let wasPrivate = false
  return options.filter((option) => {
    const isOption = option.startsWith('-')
    // A word that follows an option without `=` is its value.
    const isPrivate = isOption ? privateOption.test(option) : wasPrivate
    wasPrivate = isOption && isPrivate && !option.includes('=')
    return !isPrivate
  })
}

function optionsForWorkers(options: string | undefined): string | undefined {
  return options === undefined ? undefined : withoutPrivateOptions(options.split(/\s+/)).join(' ')
}
