import { errorCode } from '../../errors.ts'
import type { Coder } from './formats.ts'

/** The coder itself found fault with what it was given. */
export class CoderError extends Error {
  override readonly name = 'CoderError'
  /** As the runtime names it, such as `Z_DATA_ERROR`. */
  readonly code: string

  constructor(cause: Error) {
    super(cause.message, { cause })
    this.code = errorCode(cause)
  }
}

/** A coder at work: bytes go in piece by piece, what it makes of them comes out through `onOutput`. */
export class RunningCoder implements Disposable {
  readonly #coder: Coder
  readonly #ended: Promise<void>
  #failure: Error | null = null
  #isOver = false

  /**
   * @param onOutput called with what comes out. What it throws ends the coder at once, and is thrown by the `write` or
   *   `end` that is waited for
   */
  constructor(coder: Coder, onOutput: (bytes: Buffer) => void) {
    this.#coder = coder
    this.#ended = new Promise((resolve) => {
      coder.once('end', resolve)
      coder.once('close', resolve)
    })
    coder.on('error', (error) => {
      this.#failure ??= new CoderError(error)
    })
    coder.on('end', () => {
      this.#isOver = true
    })
    coder.on('data', (bytes: Buffer) => {
      if (this.#failure !== null) return
      try {
        onOutput(bytes)
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error))
        coder.destroy()
      }
    })
  }

  /** How many bytes of what it was given it has used. */
  get used(): number {
    return this.#coder.bytesWritten
  }

  /** Whether what it reads came to its end, though there may be more in the file. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves once the bytes have been used, so that their buffer may be used again. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#failure === null && !this.#isOver) {
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#coder.write(bytes, () => {
            resolve()
          })
        }),
        this.#ended,
      ])
    }
    this.#throwFailure()
  }

  /** Resolves once all has come out. */
  async end(): Promise<void> {
    if (this.#failure === null && !this.#isOver) {
      this.#coder.end()
      await this.#ended
    }
    this.#throwFailure()
  }

  [Symbol.dispose](): void {
    this.#coder.destroy()
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure
  }
}
