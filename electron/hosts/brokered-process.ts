import type { ParentPort } from 'electron/utility'
import { processNewsSchema } from '../../shared/contract/worker-processes.ts'
import type { ProcessNews, ProcessRequest } from '../../shared/contract/worker-processes.ts'
import type {
  ProcessEnd,
  ProcessEvents,
  ProcessRequest as PoolRequest,
  StartedProcess,
  StartProcess,
} from '../engine/pool/index.ts'
import type { EnginePort } from './serve-port.ts'

/** How long the rest of what a worker has sent may take after its end was told, in milliseconds. */
const longestWaitForMessages = 500

/** The part of the way to the main process that is used. */
export type BrokerPort = Pick<ParentPort, 'on' | 'postMessage'>

/**
 * Workers as processes that the main process starts, behind the same interface as `forkProcess`: for a
 * process of the packaged app, which cannot start a Node by itself.
 */
export function brokeredProcesses(parent: BrokerPort): StartProcess {
  const processes = new Map<number, BrokeredProcess>()
  let count = 0
  parent.on('message', ({ data, ports }) => {
    const news = processNewsSchema.safeParse(data)
    if (!news.success) return
    processes.get(news.data.process)?.hear(news.data, ports)
    if (news.data.type !== 'process-started') processes.delete(news.data.process)
  })
  return (request, events) => {
    count += 1
    const process = new BrokeredProcess(count, request, events, (message) => parent.postMessage(message))
    processes.set(count, process)
    return process
  }
}

class BrokeredProcess implements StartedProcess {
  readonly #number: number
  readonly #events: ProcessEvents
  readonly #ask: (request: ProcessRequest) => void
  #pid: number | null = null
  #port: EnginePort | null = null
  /** What is to be sent as soon as there is a port. */
  #held: object[] = []
  #arrived = 0
  #end: ProcessEnd | Error | null = null
  #isOver = false

  constructor(
    number: number,
    request: PoolRequest,
    events: ProcessEvents,
    ask: (request: ProcessRequest) => void,
  ) {
    this.#number = number
    this.#events = events
    this.#ask = ask
    const { words, nodeOptions, name } = request
    ask({ type: 'start-process', process: number, words: [...words], nodeOptions: [...nodeOptions], name })
  }

  get pid(): number | null {
    return this.#pid
  }

  send(message: object): void {
    if (this.#end !== null) return
    // What waits is copied now, so that what cannot be is refused now.
    if (this.#port === null) this.#held.push(structuredClone(message))
    else this.#port.postMessage(message)
  }

  kill(): void {
    if (this.#end === null) this.#ask({ type: 'end-process', process: this.#number })
  }

  setKeepsAlive(): void {
    // A process that the main process has started lives until it is told to end.
  }

  hear(news: ProcessNews, ports: readonly EnginePort[]): void {
    switch (news.type) {
      case 'process-started':
        this.#pid = news.pid
        for (const port of ports) this.#connect(port)
        return
      case 'process-ended': {
        const { code, signal, ranOutOfMemory, errorOutput } = news
        this.#conclude({ code, signal, ranOutOfMemory, errorOutput })
        return
      }
      case 'process-refused':
        this.#conclude(new Error(news.message))
    }
  }

  #connect(port: EnginePort): void {
    this.#port = port
    port.on('message', ({ data }) => {
      this.#arrived += 1
      this.#events.message(data)
      port.postMessage({ kind: 'arrived', count: this.#arrived })
    })
    port.on('close', () => {
      this.#port = null
      if (this.#end !== null) this.#finish(this.#end)
    })
    port.start()
    for (const message of this.#held) port.postMessage(message)
    this.#held = []
  }

  /** The end is told when the port, too, has nothing more to say. */
  #conclude(end: ProcessEnd | Error): void {
    this.#end = end
    if (this.#port === null) this.#finish(end)
    else setTimeout(() => this.#finish(end), longestWaitForMessages)
  }

  #finish(end: ProcessEnd | Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#port?.close()
    this.#events.ended(end)
  }
}
