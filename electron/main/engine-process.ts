import type { MessagePortMain } from 'electron/main'
import { engineNewsSchema } from '../../shared/contract/engine-news.ts'
import type { EngineNews } from '../../shared/contract/engine-news.ts'
import { fromHostMessageSchema } from '../../shared/contract/host-messages.ts'
import type { ToHostMessage } from '../../shared/contract/host-messages.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import { processRequestSchema } from '../../shared/contract/worker-processes.ts'
import type { ErrorDescription } from '../../shared/model/run.ts'
import { advance, initialLifecycle } from './engine-lifecycle.ts'
import type { EngineLifecycle, EngineLifecycleEffect, EngineLifecycleEvent } from './engine-lifecycle.ts'

/** The part of Electron's `UtilityProcess` that is used. */
export interface EngineChild {
  postMessage(message: ToHostMessage, transfer?: MessagePortMain[]): void
  /** Ends it at once, whatever it does. */
  kill(): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

/** What the engine process needs of the world around it. */
export interface EngineProcessOptions {
  /** Starts the engine host as a process of its own. */
  readonly fork: () => EngineChild
  readonly createChannel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain }
  /** The application's version, for `engine.info`. */
  readonly version: string
  /** Milliseconds from any fixed point; never goes back. */
  readonly now: () => number
  /** Calls back once after so many milliseconds, unless the function it returns is called before. */
  readonly schedule: (milliseconds: number, callback: () => void) => () => void
  /** The engine tells what it is doing. */
  readonly onNews: (news: EngineNews) => void
  /** The engine is gone, and nothing is at work any more. */
  readonly onGone: () => void
  /** A later generation is ready: every window needs a new port. */
  readonly onRestarted: () => void
  /** The engine is not started again by itself; `start` does. */
  readonly onStopped: (reason: ErrorDescription) => void
}

/** Who waits for a port. */
export interface PortRequest {
  /** Names the page: a later request of the same page takes the place of one that still waits. */
  readonly page: string
  readonly isGone: () => boolean
  readonly deliver: (port: MessagePortMain) => void
}

/**
 * The engine's process: started, handed its ports, started again after a crash, closed on quit. What is
 * to happen is decided in `engine-lifecycle.ts`; this does it.
 *
 * Electron security checklist 4 and 17: the work is done in a process without a page, and a page reaches
 * it only through a port that the main process made for it.
 */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  readonly #closed = Promise.withResolvers<void>()
  #lifecycle: EngineLifecycle = initialLifecycle
  #child: EngineChild | null = null
  readonly #waiting = new Map<string, PortRequest>()
  #cancelDeadline: () => void = () => undefined

  constructor(options: EngineProcessOptions) {
    this.#options = options
  }

  /** Starts the engine, also again after it was stopped. Does nothing while it is at work. */
  start(): void {
    this.#handle({ type: 'start' })
  }

  /** In a few words, for a report. */
  get description(): string {
    const { kind } = this.#lifecycle
    return 'generation' in this.#lifecycle ? `${kind}, generation ${this.#lifecycle.generation}` : kind
  }

  /** The machine is about to sleep. */
  holdTimeLimits(): void {
    this.#tellReady('machine-sleeps')
  }

  /** The machine is awake again. */
  releaseTimeLimits(): void {
    this.#tellReady('machine-wakes')
  }

  /** Makes a channel to the engine and delivers one end, at once or as soon as the engine is ready. */
  connect(request: PortRequest): void {
    if (this.#lifecycle.kind === 'closed' || this.#lifecycle.kind === 'closing') return
    for (const [page, waiting] of this.#waiting) {
      if (waiting.isGone()) this.#waiting.delete(page)
    }
    this.#waiting.set(request.page, request)
    if (this.#lifecycle.kind === 'ready') this.#connectWaiting(this.#lifecycle.generation)
  }

  /** Closes the engine in good order, or kills it after the deadline. Resolves when no process is left. */
  close(): Promise<void> {
    this.#handle({ type: 'close' })
    return this.#closed.promise
  }

  #handle(event: EngineLifecycleEvent): void {
    const { state, effects } = advance(this.#lifecycle, event)
    this.#lifecycle = state
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: EngineLifecycleEffect): void {
    switch (effect.do) {
      case 'fork':
        return this.#fork(effect.generation)
      case 'ask-to-close':
        return this.#child?.postMessage({ type: 'close', generation: effect.generation })
      case 'kill':
        this.#child?.kill()
        return
      case 'set-deadline': {
        const { generation } = effect
        this.#cancelDeadline()
        this.#cancelDeadline = this.#options.schedule(effect.milliseconds, () =>
          this.#handle({ type: 'deadline', generation }),
        )
        return
      }
      case 'clear-deadline':
        this.#cancelDeadline()
        return
      case 'announce-ready':
        // In this order, so that a page does not take its new port for one of the engine that is gone.
        if (effect.restarted) this.#options.onRestarted()
        this.#connectWaiting(effect.generation)
        return
      case 'announce-stopped':
        return this.#options.onStopped(effect.reason)
      case 'announce-closed':
        this.#waiting.clear()
        return this.#closed.resolve()
    }
  }

  #tellReady(type: 'machine-sleeps' | 'machine-wakes'): void {
    if (this.#lifecycle.kind !== 'ready') return
    this.#child?.postMessage({ type, generation: this.#lifecycle.generation })
  }

  #fork(generation: number): void {
    const child = this.#options.fork()
    this.#child = child
    child.on('message', (data) => this.#receive(data, generation))
    child.on('exit', (code) => {
      if (this.#child === child) this.#child = null
      this.#options.onGone()
      this.#handle({ type: 'exit', generation, code, now: this.#options.now() })
    })
    child.postMessage({ type: 'start', generation, protocolVersion, version: this.#options.version })
  }

  #receive(data: unknown, generation: number): void {
    // Those are for the broker of worker processes, which hears them too.
    if (processRequestSchema.safeParse(data).success) return
    const news = engineNewsSchema.safeParse(data)
    if (news.success) {
      this.#options.onNews(news.data)
      return
    }
    const message = fromHostMessageSchema.safeParse(data)
    this.#handle(
      message.success
        ? { type: 'message', message: message.data, now: this.#options.now() }
        : { type: 'nonsense', generation },
    )
  }

  #connectWaiting(generation: number): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const request of waiting) {
      if (request.isGone()) continue
      const { port1, port2 } = this.#options.createChannel()
      this.#child?.postMessage({ type: 'port', generation }, [port1])
      request.deliver(port2)
    }
  }
}
