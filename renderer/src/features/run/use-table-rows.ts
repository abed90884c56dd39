import { computed, ref, useId, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { useVirtualRows } from './use-virtual-rows.ts'
import type { RowRange } from './virtual-scroll.ts'

/** Rows that are read as they come into sight. */
export interface RowPages<Row> {
  /** A row, where it has been read. `index` is from 0. */
  row(index: number): Row | undefined
  /** Reads what is missing of the rows in sight. */
  want(range: RowRange): void
}

export interface TableRowsOptions<Row> extends Omit<Parameters<typeof useVirtualRows>[0], 'rowCount'> {
  readonly pages: Readonly<Ref<RowPages<Row>>>
  /** Changes whenever something in the pages has. */
  readonly version: Readonly<Ref<number>>
  readonly rowCount: Readonly<Ref<number>>
}

/** A row in sight; without content while it is being read. */
export interface VisibleRow<Row> {
  readonly index: number
  /** The element that shows it: elements are used again. */
  readonly slot: number
  readonly row: Row | undefined
}

/**
 * The rows of a table whose pages are read as they come into sight, and the row that the keyboard is on.
 * Only the rows in sight exist.
 */
export function useTableRows<Row>({ pages, version, rowCount, ...options }: TableRowsOptions<Row>) {
  const gridId = useId()
  const active = ref<number | null>(null)
  const rows = useVirtualRows({ ...options, rowCount })
  const visible: ComputedRef<VisibleRow<Row>[]> = computed(() => rowsOf(pages.value, version.value))
  /** The rows in sight, and which row has the first of the elements. */
  const placed = computed<RowRange & { readonly origin: number }>((before) => {
    const { first, end } = rows.range.value
    // Where none of the rows from before is in sight any more, each element keeps its place among the others.
    const isElsewhere = before === undefined || first >= before.end || end <= before.first
    return { first, end, origin: isElsewhere ? first : before.origin }
  })

  /** The rows in sight as they are known at a version of the pages. */
  function rowsOf(known: RowPages<Row>, _version: number): VisibleRow<Row>[] {
    const { first, end, origin } = placed.value
    const slots = rows.slots.value
    return Array.from({ length: end - first }, (_, offset) => {
      const index = first + offset
      const fromOrigin = (index - origin) % slots
      return { index, slot: fromOrigin < 0 ? fromOrigin + slots : fromOrigin, row: known.row(index) }
    })
  }

  // Other pages begin at their first row. This comes before the next, so that no others are read.
  watch(pages, () => {
    active.value = options.viewport.value?.matches(':focus') === true ? 0 : null
    rows.scrollToStart()
  })
  watch(
    [rows.range, version],
    () => {
      pages.value.want(rows.range.value)
    },
    { immediate: true },
  )

  const activeId = computed(() =>
    active.value !== null && active.value >= rows.range.value.first && active.value < rows.range.value.end
      ? `${gridId}-${active.value}`
      : undefined,
  )

  /** The row that an event happened on. One listener for all rows keeps each of them cheap. */
  function rowOf(event: Event): number | null {
    const row = event.target instanceof Element ? event.target.closest('[role="row"]') : null
    const place = row?.getAttribute('aria-rowindex')
    return place === null || place === undefined ? null : Number(place) - 2
  }

  /** The row that a key leads to, which may lie outside of the table; undefined for keys that lead nowhere. */
  function targetOf(key: string): number | undefined {
    const page = rows.rowsInSight.value - 1
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active.value === null ? rows.range.value.first : active.value + 1,
      ArrowUp: (active.value ?? 1) - 1,
      PageDown: (active.value ?? 0) + page,
      PageUp: (active.value ?? 0) - page,
      Home: 0,
      End: rowCount.value - 1,
    }
    return targets[key]
  }

  /** To be called when the table gets the focus. */
  function onFocus(): void {
    active.value ??= rowCount.value > 0 ? Math.min(rows.range.value.first, rowCount.value - 1) : null
  }

  return { gridId, active, activeId, rows, visible, rowOf, targetOf, onFocus }
}
