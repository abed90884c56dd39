/// <reference types="electron" />
// The inside of the utility process's double: gives the module it is told to run a `process.parentPort`.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { DoubleMessage } from './messages.ts'

/** A port whose other end is in the parent process. Nothing is delivered before `start`. */
class RemotePort extends EventEmitter implements Electron.MessagePortMain {
  readonly #id: number
  #held: unknown[] | null = []

  constructor(id: number) {
    super()
    this.#id = id
  }
  postMessage(message: unknown): void {
    send({ kind: 'port-message', port: this.#id, data: message })
  }
  start(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const data of held) this.deliver(data)
  }
  close(): void {
    send({ kind: 'port-close', port: this.#id })
    this.end()
  }
  deliver(data: unknown): void {
    if (this.#held === null) this.emit('message', { data, ports: [] })
    else this.#held.push(data)
  }
  end(): void {
    if (ports.delete(this.#id)) this.emit('close')
  }
}

/** Holds messages until somebody listens, as Electron does. */
class ParentPortDouble extends EventEmitter implements Electron.ParentPort {
  constructor() {
    super()
    this.once('newListener', () => process.on('message', (message: DoubleMessage) => this.#receive(message)))
  }
  postMessage(message: unknown): void {
    send({ kind: 'message', data: message, ports: [] })
  }
  #receive(message: DoubleMessage): void {
    switch (message.kind) {
      case 'message': {
        const given = message.ports.map((id) => {
          const port = new RemotePort(id)
          ports.set(id, port)
          return port
        })
        this.emit('message', { data: message.data, ports: given })
        return
      }
      case 'port-message':
        ports.get(message.port)?.deliver(message.data)
        return
      case 'port-close':
        ports.get(message.port)?.end()
    }
  }
}

const ports = new Map<number, RemotePort>()

function send(message: DoubleMessage): void {
  // What cannot be sent is lost, as with a process whose parent is gone.
  process.send?.(message)
}

// A utility process does not outlive its parent.
process.on('disconnect', () => process.exit(1))

const [, , modulePath] = process.argv
if (modulePath === undefined) throw new Error('the module to run was not named')
process.parentPort = new ParentPortDouble()
await import(pathToFileURL(modulePath).href)
