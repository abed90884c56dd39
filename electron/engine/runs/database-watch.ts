import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { EngineError, errorCode } from '../errors.ts'
import { setTimer, type TimerHandle } from './timer.ts'

/** How often is looked whether the database is still in its place, in milliseconds. */
const interval = 1_000

/**
 * Looks, while runs are at work, whether the database's file is still the one that was opened. A file that was deleted,
 * moved or replaced goes on taking what is written, and nobody would find it again.
 */
export class DatabaseWatch {
  readonly #file: string
  readonly #opened: string
  readonly #onGone: (error: EngineError) => void
  #timer: TimerHandle | null = null
  #isOn = false

  /**
   * @param file the database, just opened
   * @param onGone called at every look that does not find it
   */
  constructor(file: string, onGone: (error: EngineError) => void) {
    this.#file = file
    this.#opened = identityOf(statSync(file))
    this.#onGone = onGone
  }

  start(): void {
    this.#isOn = true
    this.#timer ??= setTimer(() => void this.#look(), interval)
  }

  stop(): void {
    this.#isOn = false
    this.#timer?.cancel()
    this.#timer = null
  }

  async #look(): Promise<void> {
    const isThere = await this.#isThere()
    this.#timer = null
    if (!this.#isOn) return
    this.start()
    if (!isThere) this.#onGone(goneDatabase(this.#file))
  }

  /** What cannot be told, for want of permission or of an answer, is no loss. */
  async #isThere(): Promise<boolean> {
    try {
      return identityOf(await stat(this.#file)) === this.#opened
    } catch (error) {
      return !['ENOENT', 'ENOTDIR'].includes(errorCode(error))
    }
  }
}

function identityOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`
}

function goneDatabase(file: string): EngineError {
  return new EngineError(
    'DATABASE_UNREADABLE',
    `The database ${file} was deleted, moved or replaced while it was in use, so nothing more could be kept of the run ` +
      'and it was ended. Close Batchyard, put the file back if there is one, and start the run again.',
    { data: { file } },
  )
}
