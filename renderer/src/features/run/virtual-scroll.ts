/**
 * The arithmetic of a table of which only the visible rows exist.
 *
 * Browsers limit the height of an element (Chromium to some 33 million pixels, Firefox to some 18 million).
 * `top` below is the true position in pixels in a content of `rowCount * rowHeight`; the scroll bar works on a
 * height that may be smaller, and the two are converted proportionally.
 */
export interface ScrollGeometry {
  readonly rowCount: number
  /** Pixels. */
  readonly rowHeight: number
  /** Pixels that rows may be seen in. */
  readonly viewportHeight: number
}

/** The tallest element that every browser can lay out exactly, in pixels. */
export const maximumElementHeight = 12_000_000

/** The rows from `first` up to but not including `end`. */
export interface RowRange {
  readonly first: number
  readonly end: number
}

function contentHeight(geometry: ScrollGeometry): number {
  return geometry.rowCount * geometry.rowHeight
}

/** The height of the element that the scroll bar works on. */
export function elementHeight(geometry: ScrollGeometry): number {
  return Math.min(contentHeight(geometry), maximumElementHeight)
}

/** Whether the content is taller than an element may be, so that positions are converted. */
export function isScaled(geometry: ScrollGeometry): boolean {
  return contentHeight(geometry) > maximumElementHeight
}

/** The greatest `top`: that of the last page. */
export function maximumTop(geometry: ScrollGeometry): number {
  return Math.max(0, contentHeight(geometry) - geometry.viewportHeight)
}

/** Keeps a position within the content. */
export function clampTop(top: number, geometry: ScrollGeometry): number {
  return Math.min(Math.max(top, 0), maximumTop(geometry))
}

function maximumScrollTop(geometry: ScrollGeometry): number {
  return Math.max(0, elementHeight(geometry) - geometry.viewportHeight)
}

/** The position in the content that a scroll bar position stands for. */
export function topOfScroll(scrollTop: number, geometry: ScrollGeometry): number {
  if (!isScaled(geometry)) return clampTop(scrollTop, geometry)
  return clampTop((scrollTop / maximumScrollTop(geometry)) * maximumTop(geometry), geometry)
}

/** The scroll bar position that stands for a position in the content. */
export function scrollOfTop(top: number, geometry: ScrollGeometry): number {
  const clamped = clampTop(top, geometry)
  if (!isScaled(geometry)) return clamped
  return (clamped / maximumTop(geometry)) * maximumScrollTop(geometry)
}

/** How many rows are rendered at any position but those close to either end. */
export function renderedRows({ viewportHeight, rowHeight }: ScrollGeometry, overscan: number): number {
  return Math.ceil(viewportHeight / rowHeight) + 1 + 2 * overscan
}

/**
 * The rows to render at a position: those in sight and `overscan` more on either side. As many at every position, so
 * that no element has to be made or thrown away while scrolling.
 */
export function rowsAt(top: number, geometry: ScrollGeometry, overscan: number): RowRange {
  const first = Math.floor(top / geometry.rowHeight) - overscan
  const end = first + renderedRows(geometry, overscan)
  return {
    first: Math.min(Math.max(first, 0), geometry.rowCount),
    end: Math.min(Math.max(end, 0), geometry.rowCount),
  }
}

/** The position nearest to `top` at which a row is wholly in sight. */
export function topToShow(row: number, top: number, geometry: ScrollGeometry): number {
  const rowTop = row * geometry.rowHeight
  if (rowTop < top) return clampTop(rowTop, geometry)
  const lowest = rowTop + geometry.rowHeight - geometry.viewportHeight
  return lowest > top ? clampTop(lowest, geometry) : clampTop(top, geometry)
}

/** Whether the last row is in sight, to within half a row. */
export function isAtEnd(top: number, geometry: ScrollGeometry): boolean {
  return top >= maximumTop(geometry) - geometry.rowHeight / 2
}
