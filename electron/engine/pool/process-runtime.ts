import { serialize } from 'node:v8'
import { frameHeadBytes } from './outbox-reader.ts'
import { findUnsendableToProcess } from './cloneable.ts'
import { recordError, type ErrorRecord } from './error-transfer.ts'
import type { FromWorker, ReportMessage } from './messages.ts'
import type { ParentChannel } from './parent-channel.ts'
import { ProcessBoard } from './process-board.ts'
import { isToProcess, type FromProcess, type LastWords, type ToProcess } from './process-messages.ts'
import type { WorkLoop } from './work-loop.ts'
import type { WorkerBoard } from './worker-board.ts'
import type { WorkerOutlet } from './worker-outlet.ts'

/** The argument by which a worker process is told where its board is. */
export const boardArgument = '--worker-board='

/** Where the board of this process is; null where it is no worker. */
export function boardPathOf(words: readonly string[]): string | null {
  return words.find((word) => word.startsWith(boardArgument))?.slice(boardArgument.length) ?? null
}

/** The argument by which a worker process is told its number. */
export const numberArgument = '--worker-number='

/** The number of this worker process, from 1. */
export function workerNumberOf(words: readonly string[]): number {
  return Number(words.find((word) => word.startsWith(numberArgument))?.slice(numberArgument.length) ?? 1)
}

/** The way to the process that has forked this one; null where none did. */
export function forkedChannel(): ParentChannel | null {
  const send = process.send?.bind(process)
  if (send === undefined) return null
  return {
    send: (message, sent) => send(message, undefined, undefined, sent),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  }
}

/** Connects a work loop, made of a board and an outlet, with the pool that started this process. */
export function serveInProcess(
  channel: ParentChannel,
  boardPath: string,
  makeLoop: (board: WorkerBoard, outlet: WorkerOutlet) => WorkLoop,
): void {
  const board = new ProcessBoard(boardPath)
  const outlet = new ProcessOutlet(channel, board)
  const loop = makeLoop(board, outlet)
  let thrown: ErrorRecord | null = null
  let isAlone = false
  channel.onMessage((message) => {
    if (isToProcess(message)) receive(loop, message)
  })
  // Nobody is there who could want what is done here.
  channel.onClose(() => {
    isAlone = true
    process.exit()
  })
  process.on('uncaughtException', (error: unknown) => {
    // A task that listens to these itself has taken care of it.
    if (process.listenerCount('uncaughtException') > 1) return
    thrown = recordError(error)
    process.exit(1)
  })
  // Ctrl+C in a terminal, and its end, reach all processes that were started from it; what that means, the first decides.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.on('exit', () => {
    if (isAlone) return
    loop.leave()
    outlet.leave(thrown)
  })
}

function receive(loop: WorkLoop, message: ToProcess): void {
  if (message.kind === 'start') void loop.begin(message.initializer)
  else loop.receive(message)
}

class ProcessOutlet implements WorkerOutlet {
  readonly #channel: ParentChannel
  readonly #board: ProcessBoard
  /** How many messages were sent. */
  #sent = 0
  /** The last of them, of which it is not certain that they will arrive. */
  readonly #uncertain: FromProcess[] = []
  /** How many bytes had been written into the outbox when the pool was last told of it. */
  #noticedAt = 0

  constructor(channel: ParentChannel, board: ProcessBoard) {
    this.#channel = channel
    this.#board = board
  }

  send(message: FromWorker): void {
    this.#send(message)
  }

  report(message: ReportMessage): void {
    const body = serialize(message)
    const frame = Buffer.allocUnsafe(frameHeadBytes + body.length)
    frame.writeUInt32BE(body.length)
    body.copy(frame, frameHeadBytes)
    this.#giveNotice(this.#board.writeOutbox(frame, (head) => this.#giveNotice(head)))
  }

  findUnsendable(values: readonly unknown[]): Map<number, unknown> {
    return findUnsendableToProcess(values)
  }

  /** Leaves what may not arrive any more, because this process is about to end, where the pool will find it. */
  leave(error: ErrorRecord | null): void {
    const messages = this.#uncertain
    if (messages.length === 0 && error === null) return
    const words: LastWords = { sentBefore: this.#sent - messages.length, messages, error }
    this.#board.writeLastWords(serialize(words))
  }

  #send(message: FromProcess): void {
    this.#channel.send(message, () => this.#uncertain.shift())
    this.#uncertain.push(message)
    this.#sent += 1
  }

  /** Tells the pool that there is something in the outbox, unless it has not yet seen what it was told last. */
  #giveNotice(head: number): void {
    if (this.#board.outboxTail < this.#noticedAt) return
    this.#noticedAt = head
    this.#send({ kind: 'notice' })
  }
}
