import { closeSync, readSync } from 'node:fs'
import type { PathText } from '../../../../shared/model/path-text.ts'
import { ItemError } from '../../errors.ts'
import type { TaskContext } from '../task-type.ts'
import { attemptRead, openPath, statFile } from './open-file.ts'

/** How much of a file is read at a time, in bytes. */
const bufferSize = 256 * 1024

/** Makes the buffer that a task keeps for all files that it reads, one after another. */
export function createReadBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(bufferSize)
}

/** A regular file that is open for reading, read synchronously, piece by piece. Disposing of it closes it. */
export class SourceFile implements Disposable {
  readonly path: PathText
  /** Bytes, as of when it was opened. It may grow or shrink while it is read. */
  readonly size: number
  /** When it was last modified before it was opened. */
  readonly modifiedAt: Date
  /** Its permissions and kind, as `stat` has them. */
  readonly mode: number
  readonly #file: number
  readonly #buffer: Buffer
  readonly #context: TaskContext

  /**
   * @param buffer what pieces are read into: see `createReadBuffer`
   * @throws ItemError when it cannot be opened, or is no regular file
   */
  constructor(path: PathText, buffer: Buffer, context: TaskContext) {
    context.throwIfCancelled()
    this.path = path
    this.#buffer = buffer
    this.#context = context
    const opened = openPath(path)
    this.#file = opened.descriptor
    try {
      const stats = statFile(opened)
      this.size = stats.size
      this.modifiedAt = stats.mtime
      this.mode = stats.mode
    } catch (error) {
      closeSync(this.#file)
      throw error
    }
  }

  /**
   * Its content from the beginning, to the end that it has when that is reached. A piece holds until the next one
   * is asked for. Progress is told, and cancelling seen, with every piece.
   * @param pass which reading of the file this is, from 1, for a task that reads it several times
   */
  *pieces(pass = 1, passes = 1): Generator<Buffer, void, undefined> {
    let done = 0
    for (const piece of this.quietPieces()) {
      done += piece.length
      const size = Math.max(done, this.size)
      this.#context.progress((pass - 1) * size + done, passes * size)
      yield piece
    }
  }

  /** As `pieces`, for a look at the file that is no part of the progress. */
  *quietPieces(): Generator<Buffer, void, undefined> {
    let position = 0
    for (;;) {
      this.#context.throwIfCancelled()
      const piece = this.#read(this.#buffer, position)
      if (piece.length === 0) return
      position += piece.length
      yield piece
    }
  }

  /** A copy of what stands at a position, at most so many bytes. Shorter where the file ends. */
  part(position: number, length: number): Buffer {
    return this.#read(Buffer.alloc(length), position)
  }

  /**
   * The whole content.
   * @throws ItemError TOO_LARGE where it is longer than `limit` bytes; `purpose` begins the sentence that says so
   */
  whole(limit: number, purpose: string): Buffer {
    if (this.size > limit) throw this.#tooLarge(limit, purpose)
    const parts: Buffer[] = []
    let length = 0
    for (const piece of this.pieces()) {
      length += piece.length
      if (length > limit) throw this.#tooLarge(limit, purpose)
      parts.push(Buffer.from(piece))
    }
    return Buffer.concat(parts, length)
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
  }

  #read(buffer: Buffer, position: number): Buffer {
    let length = 0
    while (length < buffer.length) {
      const free = buffer.length - length
      const read = attemptRead(this.path, () => readSync(this.#file, buffer, length, free, position + length))
      if (read === 0) break
      length += read
    }
    return buffer.subarray(0, length)
  }

  #tooLarge(limit: number, purpose: string): ItemError {
    return new ItemError(
      'TOO_LARGE',
      `${purpose} takes the whole file into memory, at most ${limit.toLocaleString('en')} bytes. This one is larger.`,
    )
  }
}
