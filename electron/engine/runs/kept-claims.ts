import type { PathText } from '../../../shared/model/path-text.ts'
import type { ClaimEntry, Claims } from '../outputs/claims.ts'

/** Where the plan is written down by which names are taken: a run's in the store, or one that was not started. */
export interface ClaimSource {
  /** Which item has each of these keys; null where none has. */
  owners(keys: readonly string[]): Promise<(number | null)[]>
  isInput(paths: readonly PathText[]): Promise<boolean[]>
}

/** Claims of one page of a plan over those that are written down. Holds a page's keys, and no more. */
export class KeptClaims implements Claims {
  readonly #source: ClaimSource
  readonly #owners = new Map<string, number>()
  readonly #keys = new Map<number, string>()

  constructor(source: ClaimSource) {
    this.#source = source
  }

  async claim(entries: readonly ClaimEntry[]): Promise<(number | null)[]> {
    const written = await this.#source.owners(entries.map(({ key }) => key))
    return entries.map(({ seq, key }, index) => {
      const owner = this.#owners.get(key) ?? written[index] ?? null
      if (owner !== null && owner !== seq) return owner
      this.#owners.set(key, seq)
      this.#keys.set(seq, key)
      return null
    })
  }

  isInput(paths: readonly PathText[]): Promise<boolean[]> {
    return this.#source.isInput(paths)
  }

  /** The key that an item of the page has got last. */
  keyOf(seq: number): string | null {
    return this.#keys.get(seq) ?? null
  }

  /** To be called when the page is written down. */
  forget(): void {
    this.#owners.clear()
    this.#keys.clear()
  }
}
