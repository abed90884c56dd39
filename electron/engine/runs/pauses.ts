import type { Pause, PauseReason } from '../../../shared/model/run.ts'

/** Asks for a pause until what was found and done can be written down. */
export const writing = 'writing'
/** Asks for a pause until there is room for outputs. */
export const outputRoom = 'outputs'

/** Who asks that nothing new is begun. */
export type Holder = PauseReason | typeof writing | typeof outputRoom

/** Why nothing new is begun, by who asked for that. */
export class Pauses {
  readonly #byHolder = new Map<Holder, Pause>()

  get areNone(): boolean {
    return this.#byHolder.size === 0
  }

  /** The one that is told of: the user's own before any other. */
  get told(): Pause | null {
    return this.#byHolder.get('user') ?? [...this.#byHolder.values()][0] ?? null
  }

  /** False where the holder has asked for one already. */
  add(holder: Holder, reason: PauseReason, message: string): boolean {
    if (this.#byHolder.has(holder)) return false
    this.#byHolder.set(holder, { reason, message, since: new Date().toISOString() })
    return true
  }

  /** False where the holder has asked for none. */
  remove(holder: Holder): boolean {
    return this.#byHolder.delete(holder)
  }
}
