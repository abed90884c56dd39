/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { PreventableEvent } from './event.ts'
import { link } from './link.ts'
import { webContentsOf } from './web-contents.ts'
import type { WebContentsDouble, WebFrameDouble } from './web-contents.ts'

/** What a handler of the shell is given of the event. */
export interface PageMessageEvent extends Electron.Event {
  readonly sender: WebContentsDouble
  readonly senderFrame: WebFrameDouble | null
}

type Handler = (event: PageMessageEvent, ...parameters: unknown[]) => unknown

/** Electron's `ipcMain`: what the preload script sends and asks arrives here. */
class IpcMainDouble extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  constructor() {
    super()
    link.on('send', ({ window, url, channel, parameters }) => {
      this.emit(channel, this.#event(window, url), ...parameters)
    })
    link.on('invoke', ({ question, window, url, channel, parameters }) => {
      const handler = this.#handlers.get(channel)
      if (handler === undefined) throw new Error(`nobody answers ${channel}`)
      void Promise.resolve(handler(this.#event(window, url), ...parameters)).then((answer) =>
        link.answer(question, answer),
      )
    })
  }

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  #event(window: number, url: string): PageMessageEvent {
    const sender = webContentsOf(window)
    return Object.assign(new PreventableEvent(), { sender, senderFrame: sender.frameAt(url) })
  }
}

export const ipcMain = new IpcMainDouble() satisfies Record<
  keyof Pick<Electron.IpcMain, 'handle' | 'on'>,
  unknown
>
