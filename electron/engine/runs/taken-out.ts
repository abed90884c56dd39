/** The reason with which an item leaves the pool that its user took out before it began. */
export class TakenOut extends Error {
  readonly wish: 'skip' | 'front'

  constructor(wish: 'skip' | 'front') {
    super('the item was taken out before it began')
    this.wish = wish
  }
}
