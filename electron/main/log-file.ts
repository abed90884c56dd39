import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the log grows to so many bytes, then a new one is begun. */
export const maximumLogSize = 1_000_000

/** So many older files are kept: `main.log.1` is the youngest of them. */
export const keptLogs = 3

/** So many of the last characters go into a report. */
const recentLength = 20_000

/**
 * A log on this machine that never outgrows four megabytes. It is written at once, since what matters most in
 * it is what was last said; where it cannot be written, nothing else is harmed.
 */
export class LogFile {
  readonly #path: string
  #size: number | null = null

  constructor(folder: string, name: string) {
    this.#path = join(folder, name)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      this.#size = sizeOf(this.#path)
    } catch {
      // A log that cannot be kept is done without: the terminal has everything.
    }
  }

  append(text: string): void {
    if (this.#size === null) return
    try {
      if (this.#size >= maximumLogSize) this.#rotate()
      appendFileSync(this.#path, text, { mode: 0o600 })
      this.#size += Buffer.byteLength(text)
    } catch {
      // As above: the disk may be full.
    }
  }

  /** The end of it. */
  recent(): string {
    try {
      return readFileSync(this.#path, 'utf8').slice(-recentLength)
    } catch {
      return ''
    }
  }

  #rotate(): void {
    for (let number = keptLogs; number >= 1; number -= 1) {
      const younger = number === 1 ? this.#path : `${this.#path}.${number - 1}`
      if (sizeOf(younger) > 0) renameSync(younger, `${this.#path}.${number}`)
    }
    this.#size = 0
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
