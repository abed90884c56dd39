/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { link } from './link.ts'
import { MessagePortMainDouble } from './message-channel-main.ts'

type FramePart = Pick<
  Electron.WebFrameMain,
  'url' | 'parent' | 'processId' | 'routingId' | 'detached' | 'isDestroyed' | 'postMessage'
>
type ContentsPart = Pick<
  Electron.WebContents,
  'id' | 'send' | 'reload' | 'isDestroyed' | 'setWindowOpenHandler'
>

/** The main frame of a page, at the address that it had when it sent something. */
export class WebFrameDouble implements FramePart {
  readonly parent = null
  readonly processId: number
  readonly routingId = 1
  readonly url: string
  readonly #contents: WebContentsDouble
  readonly #load: number

  constructor(contents: WebContentsDouble, url: string) {
    this.#contents = contents
    this.#load = contents.loads
    this.url = url
    this.processId = contents.id
  }

  /** A frame of a page that was left is another one than that of the page there is now. */
  get detached(): boolean {
    return this.#contents.loads !== this.#load
  }

  isDestroyed(): boolean {
    return this.#contents.isDestroyed()
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    if (this.detached || this.isDestroyed()) return
    this.#contents.deliver(channel, [message], transfer.map(adoptPort))
  }
}

/** Electron's `WebContents`; the page itself is one of a real Chromium, which the test holds. */
export class WebContentsDouble extends EventEmitter implements ContentsPart {
  readonly id: number
  /** How often a page was loaded into it. */
  loads = 0
  #isDestroyed = false
  #openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null

  constructor(id: number) {
    super()
    this.id = id
    all.set(id, this)
  }

  frameAt(url: string): WebFrameDouble {
    return new WebFrameDouble(this, url)
  }

  send(channel: string, ...parameters: unknown[]): void {
    this.deliver(channel, parameters, [])
  }

  deliver(channel: string, parameters: readonly unknown[], ports: readonly number[]): void {
    if (!this.#isDestroyed) link.tell({ kind: 'to-page', window: this.id, channel, parameters, ports })
  }

  reload(): void {
    link.tell({ kind: 'reload', window: this.id })
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  destroy(): void {
    this.#isDestroyed = true
    this.emit('destroyed')
  }

  setWindowOpenHandler(
    handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse,
  ): void {
    this.#openHandler = handler
  }

  /** Whether a page of this window may open another. */
  mayOpen(url: string): boolean {
    const details: Electron.HandlerDetails = {
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'no-referrer' },
    }
    return this.#openHandler?.(details).action !== 'deny'
  }
}

const all = new Map<number, WebContentsDouble>()

export function webContentsOf(window: number): WebContentsDouble {
  const found = all.get(window)
  if (found === undefined) throw new Error(`there is no window ${window}`)
  return found
}

/** Ports whose other end is in a page, by the number under which their traffic travels. */
const ports = new Map<number, MessagePortMainDouble>()
let portCount = 0

function adoptPort(port: Electron.MessagePortMain): number {
  if (!(port instanceof MessagePortMainDouble)) throw new TypeError('only ports of the double travel')
  portCount += 1
  const id = portCount
  ports.set(id, port)
  port.nodePort.on('message', (data: unknown) => link.tell({ kind: 'port-message', port: id, data }))
  port.on('close', () => {
    if (ports.delete(id)) link.tell({ kind: 'port-close', port: id })
  })
  return id
}

link.on('port-message', ({ port, data }) => ports.get(port)?.postMessage(data))
