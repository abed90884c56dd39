/**
 * Lets one loop wait until another says that something may have changed. A notice given while nobody
 * waits is kept, so none is missed between a look and the wait that follows it.
 */
export class Notice {
  #given = false
  #wake: (() => void) | null = null

  give(): void {
    this.#given = true
    this.#wake?.()
  }

  /** Resolves at the next notice, or at once if one was given since the last wait. */
  async wait(): Promise<void> {
    if (!this.#given) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = null
    }
    this.#given = false
  }
}
