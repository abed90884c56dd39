/** The reason with which items leave the pool that their user took out before they began. */
export class TakenOut extends Error {
  readonly wish: 'skip' | 'front'
  /** Their places in the input. What leaves with them, because it was in one group with them, is still to be done. */
  readonly seqs: ReadonlySet<number>

  constructor(wish: 'skip' | 'front', seqs: ReadonlySet<number>) {
    super('the item was taken out before it began')
    this.wish = wish
    this.seqs = seqs
  }
}
