import { deserialize } from 'node:v8'
import type { BoardFile } from './board-file.ts'
import { outbox } from './board-layout.ts'

/** Each message in the outbox begins with its length in so many bytes. */
export const frameHeadBytes = 4

/** Reads the messages that a worker process writes into its outbox. */
export class OutboxReader {
  readonly #board: BoardFile
  readonly #received: (message: unknown) => void
  #tail = 0
  /** Bytes of a message that is not yet there whole. */
  #pending = new Uint8Array(0)
  #isReading = false

  constructor(board: BoardFile, received: (message: unknown) => void) {
    this.#board = board
    this.#received = received
  }

  /**
   * Hands on the messages that are in the outbox now, and makes room for more. Returns whether there are
   * already more: a worker that says very much must not keep its reader from everything else.
   */
  read(): boolean {
    if (this.#isReading) return false
    this.#isReading = true
    try {
      const head = this.#board.outboxHead
      if (head === this.#tail) return false
      while (this.#tail < head) this.#readPiece(head)
      this.#board.writeOutboxTail(this.#tail)
      return this.#board.outboxHead > this.#tail
    } finally {
      this.#isReading = false
    }
  }

  #readPiece(head: number): void {
    const position = this.#tail % outbox.size
    const length = Math.min(head - this.#tail, outbox.size - position)
    const bytes = new Uint8Array(this.#pending.length + length)
    bytes.set(this.#pending)
    this.#board.readOutbox(bytes.subarray(this.#pending.length), position, length)
    this.#tail += length
    this.#pending = this.#handOn(bytes)
  }

  /** Returns what is left: the beginning of a message. */
  #handOn(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let at = 0
    while (bytes.length - at >= frameHeadBytes) {
      const end = at + frameHeadBytes + view.getUint32(at)
      if (end > bytes.length) break
      // A copy, because what is made of it may go on looking at the bytes.
      this.#received(deserialize(bytes.slice(at + frameHeadBytes, end)))
      at = end
    }
    return bytes.slice(at)
  }
}
