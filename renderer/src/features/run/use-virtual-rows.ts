import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import {
  clampTop,
  elementHeight,
  isAtEnd,
  isScaled,
  maximumTop,
  renderedRows,
  rowsAt,
  scrollOfTop,
  topOfScroll,
  topToShow,
} from './virtual-scroll.ts'
import type { RowRange, ScrollGeometry } from './virtual-scroll.ts'

/**
 * Rows rendered beyond those in sight, on either side, for the browser scrolls ahead of this code. Where positions are
 * converted it does not, and rows that nobody sees would only make each step dearer.
 */
const overscan = { native: 4, scaled: 1 } as const

/** Rows between two places at which the layer of rows may begin. */
const rowsToAnAnchor = 4_096

/** One line of text, in pixels, for wheels that count in lines. */
const wheelLine = 40

export interface VirtualRows {
  /** The rows to render now. */
  readonly range: ComputedRef<RowRange>
  /** How many elements there are at most: every so many rows have the same one. */
  readonly slots: ComputedRef<number>
  /** The height of the element that the scroll bar works on, in pixels. */
  readonly height: ComputedRef<number>
  /** How many rows are wholly in sight. */
  readonly rowsInSight: ComputedRef<number>
  /** Where the layer that holds the rows belongs within the scrolled element, in pixels. */
  readonly layerOffset: ComputedRef<number>
  /** Where a row's element belongs within that layer, in pixels. It seldom changes while scrolling. */
  offsetOf(index: number): number
  /** Scrolls no further than needed to have a row wholly in sight. */
  show(index: number): void
  scrollToStart(): void
  scrollToEnd(): void
}

interface VirtualRowsOptions {
  /** The element that scrolls. */
  readonly viewport: Readonly<ShallowRef<HTMLElement | null>>
  readonly rowCount: Ref<number>
  /** Pixels. */
  readonly rowHeight: number
  /** Height of the header that sticks to the top of the viewport, in pixels. */
  readonly headerHeight: number
  /** Called after the user moved the position, with whether the end is in sight. */
  readonly onUserScroll: (atEnd: boolean) => void
}

/**
 * Scrolling through any number of rows of one height. The true position is kept here and survives rows that
 * arrive; the browser's scroll bar follows it, or leads it while the user drags it.
 */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { viewport, rowCount, rowHeight, headerHeight } = options
  const viewportHeight = shallowRef(0)
  const top = shallowRef(0)
  // Where the scroll bar was put by this code: an event for that position is its echo.
  const placed = shallowRef(0)

  const geometry = computed<ScrollGeometry>(() => ({
    rowCount: rowCount.value,
    rowHeight,
    viewportHeight: viewportHeight.value,
  }))
  const beyond = computed(() => (isScaled(geometry.value) ? overscan.scaled : overscan.native))
  const range = computed(() => rowsAt(top.value, geometry.value, beyond.value))
  const slots = computed(() => renderedRows(geometry.value, beyond.value))
  const height = computed(() => elementHeight(geometry.value))
  const rowsInSight = computed(() => Math.max(1, Math.floor(viewportHeight.value / rowHeight)))

  // Rows stand at fixed places in a layer, and while scrolling only the layer moves. The layer begins at one of
  // few rows, so that no offset in it is large enough to lose precision.
  const anchor = computed(() => Math.floor(range.value.first / rowsToAnAnchor) * rowsToAnAnchor)
  const layerOffset = computed(() => {
    const anchorTop = anchor.value * rowHeight
    return isScaled(geometry.value) ? placed.value + anchorTop - top.value : anchorTop
  })

  function place(newTop: number): void {
    top.value = clampTop(newTop, geometry.value)
    syncScrollBar()
  }

  function syncScrollBar(): void {
    const element = viewport.value
    if (element === null) return
    const wanted = scrollOfTop(top.value, geometry.value)
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted
    // What the browser made of it may be rounded.
    placed.value = element.scrollTop
  }

  useResizeObserver(viewport, () => {
    viewportHeight.value = Math.max(0, (viewport.value?.clientHeight ?? 0) - headerHeight)
    top.value = clampTop(top.value, geometry.value)
  })

  useEventListener(viewport, 'scroll', () => {
    const element = viewport.value
    if (element === null || Math.abs(element.scrollTop - placed.value) < 1) return
    placed.value = element.scrollTop
    top.value = topOfScroll(element.scrollTop, geometry.value)
    options.onUserScroll(isAtEnd(top.value, geometry.value))
  })

  // Where the scroll bar stands for more than it can show, a turn of the wheel would leap over rows: it is
  // taken here and moves by its true distance.
  useEventListener(
    viewport,
    'wheel',
    (event) => {
      if (!isScaled(geometry.value) || event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      const unit = [1, wheelLine, viewportHeight.value][event.deltaMode] ?? 1
      place(top.value + event.deltaY * unit)
      options.onUserScroll(isAtEnd(top.value, geometry.value))
    },
    { passive: false },
  )

  // After rows have arrived the same position lies elsewhere on a scaled scroll bar.
  watch(
    height,
    () => {
      top.value = clampTop(top.value, geometry.value)
      syncScrollBar()
    },
    { flush: 'post' },
  )
  watch(
    rowCount,
    () => {
      if (isScaled(geometry.value)) syncScrollBar()
    },
    { flush: 'post' },
  )

  return {
    range,
    slots,
    height,
    rowsInSight,
    layerOffset,
    offsetOf: (index) => (index - anchor.value) * rowHeight,
    show(index) {
      place(topToShow(index, top.value, geometry.value))
    },
    scrollToStart() {
      place(0)
    },
    scrollToEnd() {
      place(maximumTop(geometry.value))
    },
  }
}
