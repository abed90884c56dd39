import { statSync } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { FileIdentity } from './task-type.ts'

/**
 * Sees whether what an item's work has read is the file that was found. Of a file that is open one look is enough, when
 * it has been read: what was written meanwhile shows in its date. A path is looked at before, too: it may lead to another
 * file by then.
 */
export class Witness {
  readonly #size: number
  readonly #modifiedAt: number
  #wasSeen = false
  #isOther = false

  /** @param modifiedAt milliseconds since 1970 */
  constructor(size: number, modifiedAt: number) {
    this.#size = size
    this.#modifiedAt = modifiedAt
  }

  /** Whether the file was seen, and the one that was found each time. */
  get isAsFound(): boolean {
    return this.#wasSeen && !this.#isOther
  }

  saw({ size, mtimeMs }: FileIdentity): void {
    this.#wasSeen = true
    if (size !== this.#size || mtimeMs !== this.#modifiedAt) this.#isOther = true
  }

  /** Looks for itself. What cannot be looked at is not the file that was found. */
  look(path: PathText): void {
    try {
      this.saw(statSync(toPathBytes(path)))
    } catch {
      this.#isOther = true
    }
  }
}
