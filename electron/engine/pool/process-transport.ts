import type { ResourceLimits } from 'node:worker_threads'
import { deserialize } from 'node:v8'
import { BoardFile } from './board-file.ts'
import { findUnsendableToProcess } from './cloneable.ts'
import { restoreError } from './error-transfer.ts'
import { forkProcess } from './fork-process.ts'
import type { ToWorker } from './messages.ts'
import { OutboxReader } from './outbox-reader.ts'
import { describeProcessEnd, describeThrown } from './process-end.ts'
import { isFromProcess, isLastWords, type FromProcess, type LastWords } from './process-messages.ts'
import type { ToProcess } from './process-messages.ts'
import { boardArgument, numberArgument } from './process-runtime.ts'
import type { ProcessEnd, StartedProcess, StartProcess } from './start-process.ts'
import type { TaskReference } from './task.ts'
import type { WorkerStatus } from './worker-board.ts'
import type { StartTransport, TransportEvents, WorkerEnd, WorkerTransport } from './worker-transport.ts'

/**
 * While tasks report, their outbox is looked at so often (milliseconds). A worker gives notice of what is in
 * it, but a notice may be held up where a task computes without a pause.
 */
const outboxInterval = 20

interface ProcessSetting {
  readonly workerUrl: URL
  readonly nodeOptions: readonly string[]
  readonly initializer: TaskReference | undefined
  readonly startProcess: StartProcess
  readonly number: number
}

/** Makes workers that are processes. Throws a RangeError for limits that processes cannot have. */
export function processTransports(
  workerUrl: URL,
  resourceLimits: ResourceLimits | undefined,
  initializer: TaskReference | undefined,
  startProcess: StartProcess = forkProcess,
): StartTransport {
  const nodeOptions = limitsAsOptions(resourceLimits ?? {})
  const setting = { workerUrl, nodeOptions, initializer, startProcess }
  return (number, events) => new ProcessTransport({ ...setting, number }, events)
}

function limitsAsOptions(limits: ResourceLimits): string[] {
  const options: string[] = []
  for (const [limit, value] of Object.entries(limits)) {
    if (typeof value !== 'number') continue
    const megabytes = Math.max(1, Math.ceil(value))
    if (limit === 'maxOldGenerationSizeMb') {
      options.push(`--max-old-space-size=${megabytes}`)
    } else if (limit === 'maxYoungGenerationSizeMb') {
      options.push(`--max-semi-space-size=${megabytes}`)
    } else {
      throw new RangeError(
        `Expected \`resourceLimits\` of worker processes to be maxOldGenerationSizeMb and maxYoungGenerationSizeMb, got ${limit}, which only threads have.`,
      )
    }
  }
  return options
}

class ProcessTransport implements WorkerTransport {
  readonly canMove = false
  readonly highestSerial = Number.MAX_SAFE_INTEGER
  readonly #events: TransportEvents
  #board: BoardFile | null = null
  #outbox: OutboxReader | null = null
  #process: StartedProcess | null = null
  /** How many messages have arrived. */
  #received = 0
  /** What went wrong first, if something did. */
  #error: WorkerEnd | null = null
  #isReady = false
  #isEnded = false
  #isEnding = false
  #keepsAlive = false
  #hasReports = false
  #outboxTimer: NodeJS.Timeout | null = null

  constructor(setting: ProcessSetting, events: TransportEvents) {
    this.#events = events
    try {
      this.#start(setting)
    } catch (cause) {
      this.#error = { how: `could not be created: ${describeThrown(cause)}`, cause, isForeign: false }
      if (this.#process === null) queueMicrotask(() => this.#end(this.#error))
      else this.end()
    }
  }

  get status(): WorkerStatus {
    return this.#board?.status ?? { state: 'idle' }
  }

  get lastBegun(): number {
    return this.#board?.lastBegun ?? 0
  }

  post(message: ToWorker): void {
    this.#send(message)
    if (message.kind !== 'work' || message.opened?.some((call) => call.reports) !== true) return
    this.#hasReports = true
    this.#watchOutbox()
  }

  findUnsendable(values: readonly unknown[]): Map<number, unknown> {
    return findUnsendableToProcess(values)
  }

  cancel(call: number): void {
    this.#board?.cancel(call)
    this.#send({ kind: 'cancel', call })
  }

  end(): void {
    if (this.#isEnded || this.#isEnding) return
    this.#isEnding = true
    // Keeps this process alive until the worker is gone, because whoever ends it waits for that.
    this.#process?.setKeepsAlive(true)
    this.#process?.kill()
  }

  setKeepsAlive(keepsAlive: boolean): void {
    if (keepsAlive === this.#keepsAlive || this.#isEnding) return
    this.#keepsAlive = keepsAlive
    this.#process?.setKeepsAlive(keepsAlive)
    this.#watchOutbox()
  }

  takeBack(serial: number): number {
    return this.#board?.takeBack(serial) ?? serial
  }

  stopTakingBack(): void {
    this.#board?.stopTakingBack()
  }

  restartSerials(): void {
    this.#board?.restartSerials()
  }

  #start(setting: ProcessSetting): void {
    const { workerUrl, nodeOptions, initializer, startProcess, number } = setting
    const board = new BoardFile()
    this.#board = board
    this.#outbox = new OutboxReader(board, (message) => {
      if (isFromProcess(message)) this.#handOn(message)
    })
    this.#process = startProcess(
      {
        url: workerUrl,
        words: [`${boardArgument}${board.path}`, `${numberArgument}${number}`],
        nodeOptions,
        name: `pool worker ${number}`,
      },
      {
        message: (message) => this.#receive(message),
        ended: (end) => this.#conclude(end),
      },
    )
    this.#send({ kind: 'start', initializer })
  }

  #send(message: ToProcess): void {
    this.#process?.send(message)
  }

  #receive(message: unknown): void {
    if (!isFromProcess(message)) return
    this.#received += 1
    // What a task reports comes before its result.
    this.#readOutbox()
    this.#handOn(message)
  }

  #handOn(message: FromProcess): void {
    if (message.kind === 'ready') this.#isReady = true
    if (message.kind !== 'notice') this.#events.message(message)
  }

  #readOutbox(): void {
    if (this.#outbox?.read() === true) setImmediate(() => this.#readOutbox())
  }

  #watchOutbox(): void {
    if (this.#hasReports && this.#keepsAlive) {
      // The process keeps this one alive, so the timer need not.
      this.#outboxTimer ??= setInterval(() => this.#readOutbox(), outboxInterval).unref()
    } else if (this.#outboxTimer !== null) {
      clearInterval(this.#outboxTimer)
      this.#outboxTimer = null
    }
  }

  /** The process has ended: hears what it has left, and lets go of its board. */
  #conclude(end: ProcessEnd | Error): void {
    if (this.#isEnded) return
    while (this.#outbox?.read() === true);
    const words = this.#readLastWords()
    if (words !== null) {
      for (const message of words.messages.slice(Math.max(0, this.#received - words.sentBefore))) {
        this.#handOn(message)
      }
      if (words.error !== null) {
        const cause = restoreError(words.error)
        this.#error ??= { how: `threw outside of a task: ${describeThrown(cause)}`, cause, isForeign: false }
      }
    }
    const circumstances = { endedByPool: this.#isEnding, wasReady: this.#isReady }
    this.#end(this.#error ?? describeProcessEnd(end, circumstances))
  }

  #end(end: WorkerEnd | null): void {
    this.#isEnded = true
    if (this.#outboxTimer !== null) clearInterval(this.#outboxTimer)
    this.#board?.close()
    this.#events.ended(end ?? { how: 'was ended by the pool', cause: undefined, isForeign: false })
  }

  #readLastWords(): LastWords | null {
    const bytes = this.#board?.readLastWords() ?? null
    const words: unknown = bytes === null ? null : deserialize(bytes)
    return isLastWords(words) ? words : null
  }
}
