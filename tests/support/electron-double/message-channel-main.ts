/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'

/**
 * Electron's `MessagePortMain` over a MessagePort of Node: events carry `data` and `ports`, and nothing
 * is delivered before `start`.
 */
export class MessagePortMainDouble extends EventEmitter implements Electron.MessagePortMain {
  /** The port underneath, which a page would hold. */
  readonly nodePort: MessagePort

  constructor(nodePort: MessagePort) {
    super()
    this.nodePort = nodePort
    nodePort.on('close', () => this.emit('close'))
  }
  postMessage(message: unknown): void {
    this.nodePort.postMessage(message)
  }
  start(): void {
    this.nodePort.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }
  close(): void {
    this.nodePort.close()
  }
}

/** Electron's `MessageChannelMain`. */
export class MessageChannelMainDouble implements Electron.MessageChannelMain {
  readonly port1: MessagePortMainDouble
  readonly port2: MessagePortMainDouble

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMainDouble(port1)
    this.port2 = new MessagePortMainDouble(port2)
  }
}
