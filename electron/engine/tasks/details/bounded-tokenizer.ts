import { readSync } from 'node:fs'
import { AbstractTokenizer, EndOfStreamError, type IReadChunkOptions } from 'strtok3'
import type { OpenFile } from '../files/open-file.ts'

/** The most bytes that are read of one file for one purpose. What says more of itself is not listened to. */
const readBudget = 16 * 1024 * 1024

/** The most bytes that are asked for at once. */
const largestRead = 8 * 1024 * 1024

/**
 * Reads an open file for the libraries that look into file formats, here and there as they ask, and no more than its
 * budget: a format can be made to send its reader through the whole of a huge file.
 */
export class BoundedTokenizer extends AbstractTokenizer {
  override readonly fileInfo: { readonly size: number }
  readonly #file: OpenFile
  #left = readBudget

  constructor(file: OpenFile) {
    super({ maxBufferSize: largestRead })
    this.#file = file
    this.fileInfo = { size: file.stats.size }
  }

  override supportsRandomAccess(): boolean {
    return true
  }

  setPosition(position: number): void {
    this.validateLength(position, 'position')
    this.position = position
  }

  override async readBuffer(buffer: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const wanted = this.normalizeOptions(buffer, options)
    const read = this.#read(buffer, wanted)
    this.position = wanted.position + read
    return await Promise.resolve(read)
  }

  override async peekBuffer(buffer: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    return await Promise.resolve(this.#read(buffer, this.normalizeOptions(buffer, options)))
  }

  #read(buffer: Uint8Array, wanted: { length: number; position: number; mayBeLess?: boolean }): number {
    this.#left -= wanted.length
    if (this.#left < 0) throw new Error('The file sends its reader too far about.')
    let done = 0
    while (done < wanted.length) {
      const read = readSync(this.#file.descriptor, buffer, done, wanted.length - done, wanted.position + done)
      if (read === 0) break
      done += read
    }
    if (done < wanted.length && wanted.mayBeLess !== true) throw new EndOfStreamError()
    return done
  }
}
