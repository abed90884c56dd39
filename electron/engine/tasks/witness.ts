import { statSync } from 'node:fs'
import type { PathText } from '../../../shared/model/path-text.ts'
import { toPathBytes } from '../path-bytes.ts'
import type { FileIdentity } from './task-type.ts'

/** How often a file is looked at: before it is read, and when it has been. */
const looksNeeded = 2

/** Sees whether what an item's work has read is the file that was found. */
export class Witness {
  readonly #size: number
  readonly #modifiedAt: number
  #looks = 0
  #isOther = false

  /** @param modifiedAt milliseconds since 1970 */
  constructor(size: number, modifiedAt: number) {
    this.#size = size
    this.#modifiedAt = modifiedAt
  }

  /** Whether the file was the one that was found, before and after. */
  get isAsFound(): boolean {
    return this.#looks >= looksNeeded && !this.#isOther
  }

  saw({ size, mtimeMs }: FileIdentity): void {
    this.#looks += 1
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
