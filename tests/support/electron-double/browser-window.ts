/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { PreventableEvent } from './event.ts'
import { link } from './link.ts'
import { WebContentsDouble } from './web-contents.ts'

type WindowPart = Pick<
  Electron.BrowserWindow,
  'id' | 'isMinimized' | 'restore' | 'show' | 'focus' | 'close' | 'isDestroyed' | 'loadURL' | 'setProgressBar'
>

let count = 0
const all = new Map<number, BrowserWindow>()
let focused: BrowserWindow | null = null

/** Electron's `BrowserWindow`: told to the test, which opens a page of a real Chromium for it. */
export class BrowserWindow extends EventEmitter implements WindowPart {
  readonly id: number
  readonly webContents: WebContentsDouble
  readonly #preload: string

  static getAllWindows(): BrowserWindow[] {
    return [...all.values()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromWebContents(contents: WebContentsDouble): BrowserWindow | null {
    return all.get(contents.id) ?? null
  }

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    count += 1
    this.id = count
    this.webContents = new WebContentsDouble(count)
    this.#preload = options.webPreferences?.preload ?? ''
    all.set(count, this)
    app.windows.add(this)
    link.tell({ kind: 'window', window: this.id, options: structuredClone(options) })
    app.emit('web-contents-created', new PreventableEvent(), this.webContents)
    app.emit('browser-window-created', new PreventableEvent(), this)
  }

  async loadURL(url: string): Promise<void> {
    link.tell({ kind: 'load', window: this.id, url, preload: this.#preload })
  }

  isMinimized(): boolean {
    return false
  }
  restore(): void {
    link.record('window', 'restored')
  }
  show(): void {
    link.record('window', 'shown')
  }
  focus(): void {
    focused = this
    link.record('window', 'focused')
  }
  isDestroyed(): boolean {
    return !all.has(this.id)
  }
  setProgressBar(progress: number, options?: Electron.ProgressBarOptions): void {
    link.record('progress bar', { progress, mode: options?.mode ?? 'normal' })
  }

  close(): void {
    if (this.isDestroyed()) return
    all.delete(this.id)
    if (focused === this) focused = null
    this.webContents.destroy()
    link.tell({ kind: 'close', window: this.id })
    this.emit('closed')
    app.windowClosed(this)
  }

  setFocused(isFocused: boolean): void {
    if (isFocused) focused = this
    else if (focused === this) focused = null
  }
}

link.on('page-event', ({ window, event }) => {
  const opened = all.get(window)
  if (opened === undefined) return
  if (event === 'close') opened.close()
  else if (event === 'focus' || event === 'blur') opened.setFocused(event === 'focus')
  else if (event === 'did-start-loading') {
    opened.webContents.loads += 1
    opened.webContents.emit('did-start-loading')
  } else opened.emit(event)
})

link.on('navigate', ({ question, window, url }) => {
  const event = Object.assign(new PreventableEvent(), { url, isMainFrame: true })
  all.get(window)?.webContents.emit('will-frame-navigate', event)
  link.answer(question, !event.defaultPrevented)
})

link.on('open-window', ({ question, window, url }) => {
  link.answer(question, all.get(window)?.webContents.mayOpen(url) ?? false)
})
