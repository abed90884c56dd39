/** The numbers from `first` to `last`, both included. */
export interface SeqRange {
  readonly first: number
  readonly last: number
}

/** Ranges that were taken out are cut off when there are so many, and more of them than others. */
const cutOffFrom = 1_024

/**
 * A set of items, named by their places in the input. Neighbours take no more room than one: half a million
 * files of a folder are one entry.
 */
export class SeqSet {
  /** Ascending, with gaps between them. What stands before `#head` was taken out. */
  #ranges: SeqRange[] = []
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  has(seq: number): boolean {
    const range = this.#ranges[this.#placeOf(seq)]
    return range !== undefined && range.first <= seq
  }

  /** Nothing where it is in already. */
  add(seq: number): void {
    const place = this.#placeOf(seq)
    const after = this.#ranges[place]
    if (after !== undefined && after.first <= seq) return
    const before = place === this.#head ? undefined : this.#ranges[place - 1]
    const joinsBefore = before?.last === seq - 1
    const joinsAfter = after?.first === seq + 1
    const first = joinsBefore ? before.first : seq
    const last = joinsAfter ? after.last : seq
    this.#ranges.splice(joinsBefore ? place - 1 : place, Number(joinsBefore) + Number(joinsAfter), {
      first,
      last,
    })
    this.#size += 1
  }

  /** Says whether it was in. */
  delete(seq: number): boolean {
    const place = this.#placeOf(seq)
    const range = this.#ranges[place]
    if (range === undefined || range.first > seq) return false
    const rest: SeqRange[] = []
    if (range.first < seq) rest.push({ first: range.first, last: seq - 1 })
    if (range.last > seq) rest.push({ first: seq + 1, last: range.last })
    this.#ranges.splice(place, 1, ...rest)
    this.#size -= 1
    return true
  }

  /** Takes the lowest range out, at most `limit` numbers of it; null where the set is empty. */
  takeFirst(limit: number): SeqRange | null {
    const range = this.#ranges[this.#head]
    if (range === undefined) return null
    const last = Math.min(range.last, range.first + limit - 1)
    if (last === range.last) this.#dropFirst()
    else this.#ranges[this.#head] = { first: last + 1, last: range.last }
    this.#size -= last - range.first + 1
    return { first: range.first, last }
  }

  /** Not by `shift`, which moves all that is behind: with many ranges each would take a moment. */
  #dropFirst(): void {
    this.#head += 1
    if (this.#head < cutOffFrom || this.#head * 2 < this.#ranges.length) return
    this.#ranges = this.#ranges.slice(this.#head)
    this.#head = 0
  }

  /** Where the first range stands that does not end before `seq`. */
  #placeOf(seq: number): number {
    let low = this.#head
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const range = this.#ranges[middle]
      if (range !== undefined && range.last < seq) low = middle + 1
      else high = middle
    }
    return low
  }
}
