import { closeSync, openSync, writeSync } from 'node:fs'
import { ItemError, errorCode } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { toPathBytes } from '../../path-bytes.ts'
import type { OutputSlot, TaskContext } from '../task-type.ts'

/** How much is gathered before it is written, in bytes: small pieces do not cost a system call each. */
const gathered = 128 * 1024

/**
 * The output of an item, being made at its temporary place. What is disposed of before `finish` stays there, cut off,
 * for the engine to remove.
 */
export class TargetFile implements Disposable {
  readonly #slot: OutputSlot
  readonly #file: number
  readonly #buffer = Buffer.allocUnsafe(gathered)
  #filled = 0
  #size = 0
  #isOpen = true

  /** @throws ItemError WRITE_FAILED or NO_SPACE when it cannot be made */
  constructor(context: TaskContext) {
    if (context.output === undefined) throw new Error('The task was started without a place for its output.')
    this.#slot = context.output
    this.#file = this.#attempt(() => openSync(toPathBytes(this.#slot.temporary), 'wx'))
  }

  /** Bytes that it holds so far. */
  get size(): number {
    return this.#size
  }

  /** @throws ItemError WRITE_FAILED or NO_SPACE */
  write(bytes: Uint8Array): void {
    this.#size += bytes.length
    if (bytes.length > gathered - this.#filled) this.#flush()
    if (bytes.length >= gathered) return this.#writeAll(bytes)
    this.#buffer.set(bytes, this.#filled)
    this.#filled += bytes.length
  }

  /** Writes text in UTF-8. */
  writeText(text: string): void {
    // A character of UTF-16 becomes three bytes at most.
    if (text.length * 3 > gathered - this.#filled) return this.write(Buffer.from(text))
    const written = this.#buffer.write(text, this.#filled)
    this.#filled += written
    this.#size += written
  }

  /** Writes what is left, and closes the file. */
  finish(): void {
    this.#flush()
    this.#isOpen = false
    this.#attempt(() => closeSync(this.#file))
  }

  [Symbol.dispose](): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }

  #flush(): void {
    this.#writeAll(this.#buffer.subarray(0, this.#filled))
    this.#filled = 0
  }

  #writeAll(bytes: Uint8Array): void {
    let written = 0
    while (written < bytes.length) {
      written += this.#attempt(() => writeSync(this.#file, bytes, written))
    }
  }

  /** Does a system call; its error becomes the item's. */
  #attempt<Value>(call: () => Value): Value {
    try {
      return call()
    } catch (error) {
      throw writeError(error, this.#slot)
    }
  }
}

function writeError(error: unknown, { path }: OutputSlot): ItemError {
  const name = quotePath(path)
  const reason = errorCode(error)
  if (reason === 'ENOSPC' || reason === 'EDQUOT') {
    return new ItemError('NO_SPACE', `${name} was not written: its volume has no room left. Make room.`, {
      cause: error,
    })
  }
  const words = error instanceof Error ? error.message : String(error)
  return new ItemError('WRITE_FAILED', `${name} could not be written: ${words}`, { cause: error })
}
