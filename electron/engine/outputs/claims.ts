import type { PathText } from '../../../shared/model/path-text.ts'

/** A wish for the name of an output. */
export interface ClaimEntry {
  readonly seq: number
  /** What two outputs have in common that would be one file. Longer than the path where folders are links. */
  readonly key: string
  readonly path: PathText
}

/** What the outputs and inputs of a run have taken: kept by the store, so that it may be large. */
export interface Claims {
  /**
   * Takes keys, in this order.
   * @returns for each: null where it is now this item's, or was already; else the number of the item that has it
   */
  claim(entries: readonly ClaimEntry[]): Promise<(number | null)[]>
  /** Whether something is an input of the run, by the path that its item has. */
  isInput(paths: readonly PathText[]): Promise<boolean[]>
}
