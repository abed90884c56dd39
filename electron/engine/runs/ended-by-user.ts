import { displayPath } from '../../../shared/model/path-text.ts'
import { ItemError } from '../errors.ts'
import type { StoredItem } from '../store/records.ts'

/** The reason with which an item, and what is worked on by the same call, leaves a worker at its user's wish. */
export class EndedByUser extends ItemError {
  /** The place in the input of the item that was ended. */
  readonly seq: number

  constructor({ seq, path }: Pick<StoredItem, 'seq' | 'path'>) {
    super('ENDED_BY_USER', `${displayPath(path)}: the work on it was ended by its user.`)
    this.seq = seq
  }
}
