/// <reference types="electron" />
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DoubleMessage } from './messages.ts'
import { MessagePortMainDouble } from './message-channel-main.ts'

const childEntry = fileURLToPath(new URL('utility-process-child.ts', import.meta.url))

type UtilityProcessPart = Pick<Electron.UtilityProcess, 'pid' | 'postMessage' | 'kill'>

/**
 * Electron's `utilityProcess` over `child_process.fork`: a real process that has `process.parentPort` and
 * is handed real ports. A port that is transferred carries its messages over the IPC channel, and closes
 * when the process ends.
 */
export class UtilityProcessDouble extends EventEmitter implements UtilityProcessPart {
  readonly #child: ChildProcess
  readonly #ports = new Map<number, MessagePortMainDouble>()
  #portCount = 0

  static fork(modulePath: string, options: { env: NodeJS.ProcessEnv }): UtilityProcessDouble {
    return new UtilityProcessDouble(modulePath, options.env)
  }

  private constructor(modulePath: string, env: NodeJS.ProcessEnv) {
    super()
    this.#child = fork(childEntry, [modulePath], { env, serialization: 'advanced', stdio: 'pipe' })
    this.#child.stderr?.on('data', (chunk: Buffer) => this.emit('standard-error', chunk.toString()))
    this.#child.on('message', (message: DoubleMessage) => this.#receive(message))
    this.#child.on('exit', (code, signal) => {
      for (const port of this.#ports.values()) port.close()
      // Electron gives the status of waitpid, which is not 0 for a process that was killed.
      this.emit('exit', code ?? (signal === null ? 1 : 128))
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
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
    if (this.#child.connected) this.#child.send(message)
  }
}
