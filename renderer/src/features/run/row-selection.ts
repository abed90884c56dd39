/** Rows from `first` up to but not including `end`. */
interface Span {
  readonly first: number
  readonly end: number
}

/**
 * Which rows of a table are selected, by their places. Kept as spans, so that a million selected rows cost as
 * little as one. Each change gives a new selection.
 */
export class RowSelection {
  static readonly none = new RowSelection([], null)

  /** In order, apart from each other. */
  readonly #spans: readonly Span[]
  /** Where a range that is extended begins. */
  readonly anchor: number | null

  private constructor(spans: readonly Span[], anchor: number | null) {
    this.#spans = spans
    this.anchor = anchor
  }

  get count(): number {
    return this.#spans.reduce((sum, { first, end }) => sum + end - first, 0)
  }

  has(row: number): boolean {
    return this.#spans.some(({ first, end }) => row >= first && row < end)
  }

  /** The selected rows in order, at most so many. */
  rows(most: number): number[] {
    const rows: number[] = []
    for (const { first, end } of this.#spans) {
      for (let row = first; row < end && rows.length < most; row += 1) rows.push(row)
    }
    return rows
  }

  /** This row alone. */
  only(row: number): RowSelection {
    return new RowSelection([{ first: row, end: row + 1 }], row)
  }

  /** All rows from the anchor to this one, and no others. */
  extendTo(row: number): RowSelection {
    const anchor = this.anchor ?? row
    return new RowSelection([{ first: Math.min(anchor, row), end: Math.max(anchor, row) + 1 }], anchor)
  }

  /** Adds the row, or takes it away where it is selected. */
  toggle(row: number): RowSelection {
    if (!this.has(row)) return new RowSelection(joined([...this.#spans, { first: row, end: row + 1 }]), row)
    const spans = this.#spans.flatMap(({ first, end }) =>
      row < first || row >= end
        ? [{ first, end }]
        : [
            { first, end: row },
            { first: row + 1, end },
          ].filter((span) => span.end > span.first),
    )
    return new RowSelection(spans, row)
  }

  /** All of so many rows. */
  all(count: number): RowSelection {
    return count === 0 ? RowSelection.none : new RowSelection([{ first: 0, end: count }], this.anchor ?? 0)
  }
}

/** The spans in order, with those that touch made one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((one, other) => one.first - other.first)) {
    const last = result.at(-1)
    if (last !== undefined && span.first <= last.end) {
      result[result.length - 1] = { first: last.first, end: Math.max(last.end, span.end) }
    } else {
      result.push(span)
    }
  }
  return result
}
