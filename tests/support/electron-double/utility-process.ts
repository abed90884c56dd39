/// <reference types="electron" />
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DoubleMessage } from './messages.ts'
import { MessagePortMainDouble } from './message-channel-main.ts'

const childEntry = fileURLToPath(new URL('utility-process-child.ts', import.meta.url))

type UtilityProcessPart = Pick<Electron.UtilityProcess, 'pid' | 'stderr' | 'stdout' | 'postMessage' | 'kill'>
type GoneReason = Electron.Details['reason']

/** Signals that a process gets for what it does itself. */
const crashes: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGFPE'])

/**
 * Electron's `utilityProcess` over `child_process.fork`: a real process that has `process.parentPort` and
 * is handed real ports. A port that is transferred carries its messages over the IPC channel, and closes
 * when the process ends.
 */
export class UtilityProcessDouble extends EventEmitter implements UtilityProcessPart {
  readonly #child: ChildProcess
  readonly #ports = new Map<number, MessagePortMainDouble>()
  #portCount = 0
  #isGone = false

  /** @param onGone told of an end that was not a clean one, before `exit` */
  static fork(
    modulePath: string,
    words: readonly string[],
    options: Electron.ForkOptions,
    onGone: (reason: GoneReason, exitCode: number) => void = () => undefined,
  ): UtilityProcessDouble {
    return new UtilityProcessDouble(modulePath, words, options, onGone)
  }

  private constructor(
    modulePath: string,
    words: readonly string[],
    { env, execArgv, cwd, stdio }: Electron.ForkOptions,
    onGone: (reason: GoneReason, exitCode: number) => void,
  ) {
    super()
    const [, output = 'inherit', errors = 'inherit'] =
      typeof stdio === 'string' ? [stdio, stdio, stdio] : (stdio ?? [])
    this.#child = fork(childEntry, [modulePath, ...words], {
      ...(env === undefined ? {} : { env: { ...env } }),
      ...(cwd === undefined ? {} : { cwd }),
      execArgv: execArgv ?? [],
      serialization: 'advanced',
      // A utility process has no standard input.
      stdio: ['ignore', standard(output), standard(errors), 'ipc'],
    })
    this.#child.on('message', (message: DoubleMessage) => this.#receive(message))
    this.#child.on('exit', (code, signal) => {
      this.#isGone = true
      for (const port of this.#ports.values()) port.close()
      const reason = goneReason(code, signal)
      // Electron gives the status of waitpid, which is not 0 for a process that was killed.
      const status = code ?? 128
      if (reason !== null) onGone(reason, status)
      this.emit('exit', status)
    })
  }

  get pid(): number | undefined {
    return this.#isGone ? undefined : this.#child.pid
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr
  }

  postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      if (!(port instanceof MessagePortMainDouble)) throw new TypeError('only ports of the double travel')
      return this.#adopt(port)
    })
    this.#send({ kind: 'message', data: message, ports })
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #adopt(port: MessagePortMainDouble): number {
    const id = (this.#portCount += 1)
    this.#ports.set(id, port)
    port.nodePort.on('message', (data: unknown) => this.#send({ kind: 'port-message', port: id, data }))
    port.on('close', () => {
      if (this.#ports.delete(id)) this.#send({ kind: 'port-close', port: id })
    })
    return id
  }

  #receive(message: DoubleMessage): void {
    if (message.kind === 'message') {
      this.emit('message', message.data)
      return
    }
    const port = this.#ports.get(message.port)
    if (message.kind === 'port-message') port?.postMessage(message.data)
    else port?.close()
  }

  #send(message: DoubleMessage): void {
    // What is sent to a process that ends meanwhile is lost.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }
}

function standard(mode: string): 'pipe' | 'ignore' | 'inherit' {
  return mode === 'pipe' || mode === 'ignore' ? mode : 'inherit'
}

function goneReason(code: number | null, signal: string | null): GoneReason | null {
  if (signal !== null) return crashes.has(signal) ? 'crashed' : 'killed'
  return code === 0 ? null : 'abnormal-exit'
}
