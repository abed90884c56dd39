import type { MessagePortMain } from 'electron/main'
import { processRequestSchema } from '../../shared/contract/worker-processes.ts'
import type { ProcessNews, ProcessRequest } from '../../shared/contract/worker-processes.ts'

/** How a worker process ended. */
export type WorkerEnd = Omit<Extract<ProcessNews, { type: 'process-ended' }>, 'type' | 'process'>

/** A worker process, as the broker knows it. */
export interface BrokeredWorker {
  readonly pid: number | undefined
  postMessage(message: unknown, transfer: MessagePortMain[]): void
  /** Ends it at once. */
  kill(): void
}

/** What the broker needs of the world around it. */
export interface ProcessBrokerOptions {
  /** Starts a worker; `onEnd` is called once. May throw. */
  readonly fork: (
    request: Extract<ProcessRequest, { type: 'start-process' }>,
    onEnd: (end: WorkerEnd) => void,
  ) => BrokeredWorker
  readonly createChannel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain }
  readonly tell: (news: ProcessNews, transfer: MessagePortMain[]) => void
}

/** More worker processes than any machine is served by. */
const mostProcesses = 1_024

/**
 * Starts and ends worker processes for one engine, which cannot do so itself. What may be started is one
 * built file with two kinds of option: an engine that was taken over gains nothing by asking.
 */
export class ProcessBroker {
  readonly #options: ProcessBrokerOptions
  readonly #workers = new Map<number, BrokeredWorker>()
  #isClosed = false

  constructor(options: ProcessBrokerOptions) {
    this.#options = options
  }

  /** Does what a message asks for. False where it is none for the broker. */
  obey(message: unknown): boolean {
    const request = processRequestSchema.safeParse(message)
    if (!request.success) return false
    if (request.data.type === 'start-process') this.#start(request.data)
    else this.#workers.get(request.data.process)?.kill()
    return true
  }

  /** The engine is gone: ends what is left of its workers, and starts no more. */
  close(): void {
    this.#isClosed = true
    for (const worker of this.#workers.values()) worker.kill()
  }

  #start(request: Extract<ProcessRequest, { type: 'start-process' }>): void {
    const { process } = request
    if (this.#isClosed) return
    if (this.#workers.has(process) || this.#workers.size >= mostProcesses) {
      this.#refuse(process, `No more than ${mostProcesses} worker processes are started.`)
      return
    }
    try {
      const worker = this.#options.fork(request, (end) => {
        this.#workers.delete(process)
        if (!this.#isClosed) this.#options.tell({ type: 'process-ended', process, ...end }, [])
      })
      this.#workers.set(process, worker)
      const { port1, port2 } = this.#options.createChannel()
      worker.postMessage({ type: 'pool' }, [port1])
      this.#options.tell({ type: 'process-started', process, pid: worker.pid ?? null }, [port2])
    } catch (error) {
      this.#refuse(process, error instanceof Error ? error.message : String(error))
    }
  }

  #refuse(process: number, message: string): void {
    this.#options.tell({ type: 'process-refused', process, message }, [])
  }
}
