/// <reference types="electron" />
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PreventableEvent } from './event.ts'
import { lockInstance } from './instance-lock.ts'
import { link } from './link.ts'

type AppPart = Pick<
  Electron.App,
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'requestSingleInstanceLock'
  | 'getVersion'
  | 'getPath'
  | 'getSystemLocale'
  | 'isPackaged'
>

/** What of a window the application has to know. */
export interface OpenWindow {
  isDestroyed(): boolean
  close(): void
}

/** Electron's `app`: its life cycle, over the life of a process of Node. */
class AppDouble extends EventEmitter implements AppPart {
  readonly isPackaged = false
  readonly commandLine = {
    appendSwitch: () => undefined,
  } satisfies Pick<Electron.CommandLine, 'appendSwitch'>
  /** Of the dock, only macOS has one. */
  readonly dock: Electron.Dock | undefined = undefined
  readonly windows = new Set<OpenWindow>()
  #isQuitting = false
  #isReady = Promise.withResolvers<void>()

  constructor() {
    super()
    // Electron is ready some time after the main module has been evaluated.
    setImmediate(() => this.#isReady.resolve())
    link.on('quit', () => this.quit())
    link.on('emit', ({ from, event, parameters }) => {
      if (from === 'app') this.emit(event, new PreventableEvent(), ...parameters)
    })
  }

  whenReady(): Promise<void> {
    return this.#isReady.promise
  }

  quit(): void {
    this.#isQuitting = true
    if (this.#isPrevented('before-quit')) {
      this.#isQuitting = false
      return
    }
    for (const window of this.windows) window.close()
    if (this.#isPrevented('will-quit')) return
    this.exit(0)
  }

  exit(code = 0): void {
    link.record('exit', code)
    process.exit(code)
  }

  /** A window is closed: with the last one, the application is told. */
  windowClosed(window: OpenWindow): void {
    this.windows.delete(window)
    if (this.windows.size === 0 && !this.#isQuitting) this.emit('window-all-closed')
  }

  enableSandbox(): void {
    link.record('sandbox', 'enabled')
  }

  disableHardwareAcceleration(): void {
    link.record('hardware acceleration', 'disabled')
  }

  requestSingleInstanceLock(handOver: Record<string, unknown> = {}): boolean {
    return lockInstance(this.getPath('userData'), { argv: process.argv, handOver }, (second) => {
      this.emit('second-instance', new PreventableEvent(), second.argv, '/', second.handOver)
    })
  }

  getVersion(): string {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
    return /"version": "([^"]+)"/.exec(text)?.[1] ?? ''
  }

  getSystemLocale(): string {
    return 'en-GB'
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    if (name === 'home') return homedir()
    const path = join(homedir(), name === 'userData' ? 'desktop' : name)
    mkdirSync(path, { recursive: true })
    return path
  }

  #isPrevented(name: 'before-quit' | 'will-quit'): boolean {
    const event = new PreventableEvent()
    this.emit(name, event)
    return event.defaultPrevented
  }
}

export const app = new AppDouble()
