/** A value of a result, as a walk through the results in the order of values, inodes and positions comes upon it. */
export interface ValueRow {
  readonly position: number
  readonly value: string | number
  /** Which file it is on its volume; null where that is not known. */
  readonly inode: string | number | null
}

/**
 * Results in groups, by their positions, the groups that waste most first: four bytes for each result and sixteen
 * for each group, so that those of a million results are held.
 */
export interface GroupIndex {
  /** Positions of results, group after group, each group in result order. */
  readonly positions: Uint32Array
  /** Where each group begins in `positions`; one more at the end says where the last one ends. */
  readonly starts: Uint32Array
  /** How many different files each group has. */
  readonly files: Uint32Array
  /** Bytes that all but one of them take. */
  readonly wasted: Float64Array
}

/** A list of whole numbers that grows, four bytes for each. */
class NumberList {
  #numbers = new Uint32Array(1_024)
  #length = 0

  get length(): number {
    return this.#length
  }

  get numbers(): Uint32Array {
    return this.#numbers.subarray(0, this.#length)
  }

  add(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Uint32Array(2 * this.#length)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#length] = number
    this.#length += 1
  }

  cutTo(length: number): void {
    this.#length = length
  }
}

/** @param sizeAt the size of the file of a result, in bytes; of a group only that of its first one is asked for */
export function indexGroups(rows: Iterable<ValueRow>, sizeAt: (position: number) => number): GroupIndex {
  const positions = new NumberList()
  const starts = new NumberList()
  const files = new NumberList()
  let begin = 0
  let distinct = 0
  let previous: ValueRow | null = null

  /** Ends the group in hand. A value that stands alone is none. */
  function endGroup(): void {
    if (positions.length - begin < 2) {
      positions.cutTo(begin)
      return
    }
    positions.numbers.subarray(begin).sort()
    starts.add(begin)
    files.add(distinct)
    begin = positions.length
  }

  for (const row of rows) {
    const isSame = previous !== null && row.value === previous.value
    if (!isSame) {
      endGroup()
      distinct = 0
    }
    if (!isSame || row.inode === null || row.inode !== previous?.inode) distinct += 1
    positions.add(row.position)
    previous = row
  }
  endGroup()
  starts.add(positions.length)
  return byWaste(positions.numbers, starts.numbers, files.numbers, sizeAt)
}

/** Puts groups into the order of what they waste, and those that waste the same in that of their first results. */
function byWaste(
  positions: Uint32Array,
  starts: Uint32Array,
  files: Uint32Array,
  sizeAt: (position: number) => number,
): GroupIndex {
  const firstOf = (group: number): number => positions[starts[group] ?? 0] ?? 0
  const wasted = Float64Array.from(files, (count, group) => (count - 1) * sizeAt(firstOf(group)))
  const order = Uint32Array.from(files.keys()).sort(
    (one, other) => (wasted[other] ?? 0) - (wasted[one] ?? 0) || firstOf(one) - firstOf(other),
  )
  const ordered = { positions: new Uint32Array(positions.length), starts: new Uint32Array(starts.length) }
  let filled = 0
  for (const [place, group] of order.entries()) {
    const members = positions.subarray(starts[group], starts[group + 1])
    ordered.positions.set(members, filled)
    filled += members.length
    ordered.starts[place + 1] = filled
  }
  return {
    ...ordered,
    files: Uint32Array.from(order, (group) => files[group] ?? 0),
    wasted: Float64Array.from(order, (group) => wasted[group] ?? 0),
  }
}
