import type { MessagePort, Transferable } from 'node:worker_threads'
import { findUnsendableToThread } from './cloneable.ts'
import type { FromWorker, ReportMessage, ToWorker } from './messages.ts'
import { StatusBoard } from './status-board.ts'
import type { TaskReference } from './task.ts'
import type { WorkLoop } from './work-loop.ts'
import type { WorkerBoard } from './worker-board.ts'
import type { WorkerOutlet } from './worker-outlet.ts'

/** So many reports may be on their way to the pool; then the task waits. */
const mostReportsUnderWay = 64

/** What a pool hands to the thread it starts. */
export interface ThreadData {
  readonly poolBoard: SharedArrayBuffer
  readonly initializer: TaskReference | undefined
  /** The worker's number, from 1. */
  readonly worker: number
}

/** Reads what a pool has handed to this thread; null where it was no pool that started it. */
export function readThreadData(data: unknown): ThreadData | null {
  if (typeof data !== 'object' || data === null || !('poolBoard' in data)) return null
  const { poolBoard } = data
  if (!(poolBoard instanceof SharedArrayBuffer)) return null
  return {
    poolBoard,
    initializer: 'initializer' in data ? readReference(data.initializer) : undefined,
    worker: 'worker' in data ? Number(data.worker) : 1,
  }
}

/** Connects a work loop, made of a board and an outlet, with the pool that started this thread. */
export function serveInThread(
  port: MessagePort,
  data: ThreadData,
  makeLoop: (board: WorkerBoard, outlet: WorkerOutlet) => WorkLoop,
): void {
  const board = new StatusBoard(data.poolBoard)
  const loop = makeLoop(board, new ThreadOutlet(port, board))
  port.on('message', (message: ToWorker) => loop.receive(message))
  // A message that cannot be read would be work that never comes back: the pool learns of it by this end.
  port.on('messageerror', (error) => {
    throw error
  })
  // Reached by process.exit() in a task and by an uncaught error; what is finished is not lost with it.
  process.on('exit', () => loop.leave())
  void loop.begin(data.initializer)
}

class ThreadOutlet implements WorkerOutlet {
  readonly #port: MessagePort
  readonly #board: StatusBoard
  #reportsSent = 0

  constructor(port: MessagePort, board: StatusBoard) {
    this.#port = port
    this.#board = board
  }

  send(message: FromWorker, moved: readonly Transferable[]): void {
    if (moved.length === 0) this.#port.postMessage(message)
    else this.#port.postMessage(message, moved)
  }

  report(message: ReportMessage): void {
    this.#board.awaitReportsTaken(this.#reportsSent, mostReportsUnderWay - 1)
    this.#port.postMessage(message)
    this.#reportsSent = (this.#reportsSent + 1) | 0
  }

  findUnsendable(values: readonly unknown[]): Map<number, unknown> {
    return findUnsendableToThread(values)
  }
}

/** A reference to a task that came from the pool as a message. */
export function readReference(value: unknown): TaskReference | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined
  const name = String(value.name)
  return 'parameters' in value ? { name, parameters: value.parameters } : { name }
}
