import { watch, type Ref } from 'vue'
import type { RowAction } from './row-actions.ts'
import { RowSelection } from './row-selection.ts'
import { useTableRows } from './use-table-rows.ts'
import type { TableRowsOptions } from './use-table-rows.ts'

export interface SelectableRowsOptions<Row> extends TableRowsOptions<Row> {
  readonly selection: Ref<RowSelection>
  /** Says how many rows "select all" selects. */
  readonly countAll: () => number | Promise<number>
  /** Called when the keyboard has gone to a row. */
  readonly onMove: () => void
  readonly onOpen: (row: Row) => void
  readonly onAct: (action: RowAction) => void
}

/**
 * The rows of a table that are selected by mouse and keyboard, opened, and have a menu. The handlers belong on the
 * element that scrolls (`onKeydown`, `onFocus`) and on the one that holds the rows.
 */
export function useSelectableRows<Row>(options: SelectableRowsOptions<Row>) {
  const { selection, pages, rowCount, viewport } = options
  const table = useTableRows(options)
  const { active, rows, rowOf, targetOf } = table

  watch(rowCount, (count) => {
    if (active.value !== null && active.value >= count) active.value = count === 0 ? null : count - 1
  })

  function moveTo(index: number, how: 'select' | 'extend' | 'move'): void {
    if (rowCount.value === 0) return
    const row = Math.min(Math.max(index, 0), rowCount.value - 1)
    active.value = row
    options.onMove()
    if (how === 'select') selection.value = selection.value.only(row)
    else if (how === 'extend') selection.value = selection.value.extendTo(row)
    rows.show(row)
  }

  function onPointerdown(event: PointerEvent): void {
    const index = rowOf(event)
    if (index === null || event.button !== 0) return
    active.value = index
    if (event.shiftKey) selection.value = selection.value.extendTo(index)
    else if (event.ctrlKey || event.metaKey) selection.value = selection.value.toggle(index)
    else selection.value = selection.value.only(index)
    // With Shift the browser would select the text in between.
    if (event.shiftKey) event.preventDefault()
    rows.show(index)
  }

  /** The menu is about the row that it is opened on, or about the selection that this row is in. */
  function onContextMenu(event: MouseEvent): void {
    const index = rowOf(event)
    if (index === null) return
    active.value = index
    if (!selection.value.has(index)) selection.value = selection.value.only(index)
  }

  /** Opens the menu at the row that the keyboard is on, as the mouse would. */
  function openMenuByKey(): void {
    if (active.value === null) return
    rows.show(active.value)
    const row = viewport.value?.querySelector(`[aria-rowindex="${active.value + 2}"]`)
    const { left, bottom } = row?.getBoundingClientRect() ?? { left: 0, bottom: 0 }
    row?.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 40, clientY: bottom }),
    )
  }

  function onDoubleClick(event: MouseEvent): void {
    open(rowOf(event))
  }

  function open(index: number | null): void {
    const row = index === null ? undefined : pages.value.row(index)
    if (row !== undefined) options.onOpen(row)
  }

  async function selectAll(): Promise<void> {
    const count = await options.countAll()
    selection.value = selection.value.all(count)
  }

  function onKeydown(event: KeyboardEvent): void {
    const target = targetOf(event.key)
    const mod = event.ctrlKey || event.metaKey
    if (target !== undefined && !event.altKey) {
      event.preventDefault()
      moveTo(target, event.shiftKey ? 'extend' : mod ? 'move' : 'select')
    } else if (event.key === ' ') {
      event.preventDefault()
      if (active.value !== null) selection.value = selection.value.toggle(active.value)
    } else if (event.code === 'KeyA' && mod) {
      event.preventDefault()
      void selectAll()
    } else if (event.code === 'KeyC' && mod) {
      if ((getSelection()?.toString() ?? '') !== '') return
      event.preventDefault()
      options.onAct('copy')
    } else if (event.key === 'Enter' && !mod) {
      event.preventDefault()
      open(active.value)
    } else if (event.code === 'KeyO' && mod) {
      event.preventDefault()
      options.onAct('openFile')
    } else if (event.key === 'Delete') {
      event.preventDefault()
      options.onAct('skip')
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      openMenuByKey()
    } else if (event.key === 'Escape' && selection.value.count > 0) {
      event.preventDefault()
      selection.value = RowSelection.none
    }
  }

  return { ...table, onPointerdown, onContextMenu, onDoubleClick, onKeydown }
}
