import type { ResultColumn } from '../../../../shared/model/result.ts'

/** What a column shows: something that every result has, or a value of the task type. */
export type ColumnContent =
  | {
      readonly kind:
        'seq' | 'path' | 'size' | 'modified' | 'started' | 'duration' | 'worker' | 'attempt' | 'output'
    }
  | { readonly kind: 'value'; readonly index: number; readonly type: ResultColumn['type'] }

/** A column that a result table can show. */
export interface TableColumn {
  /** Named as the contract sorts by it. */
  readonly name: string
  readonly content: ColumnContent
  readonly isNumber: boolean
  /** Pixels, or null for a share of the room that is left. */
  readonly width: number | null
  readonly shownAtFirst: boolean
  /** Whether results can be sorted by it. */
  readonly isSortable: boolean
}

/** What a user made of the columns: their order, which are hidden, and widths in pixels. */
export interface ColumnLayout {
  readonly order: readonly string[]
  readonly hidden: readonly string[]
  readonly widths: Readonly<Record<string, number>>
}

/** A column whose width is being changed, and the width it has meanwhile, in pixels. */
export interface ColumnResizing {
  readonly name: string
  readonly width: number
}

/** The least and the most that a column can be made, in pixels. */
export const columnWidths = { least: 48, most: 1_200 } as const

/** Where the output of each item stands. */
const outputColumn: TableColumn = {
  name: 'output_path',
  content: { kind: 'output' },
  isNumber: false,
  width: null,
  shownAtFirst: true,
  isSortable: false,
}

/** Where the reason of a failure stands if the task makes no columns of its own. */
const reasonColumn: TableColumn = {
  name: 'reason',
  content: { kind: 'value', index: 0, type: 'text' },
  isNumber: false,
  width: null,
  shownAtFirst: true,
  isSortable: false,
}

/** All columns of the results of a task type, in their first order. */
export function tableColumns(values: readonly ResultColumn[], makesOutputs: boolean): readonly TableColumn[] {
  return [
    {
      name: 'seq',
      content: { kind: 'seq' },
      isNumber: true,
      width: 72,
      shownAtFirst: true,
      isSortable: true,
    },
    {
      name: 'path',
      content: { kind: 'path' },
      isNumber: false,
      width: null,
      shownAtFirst: true,
      isSortable: true,
    },
    ...values.map(({ name, type }, index): TableColumn => {
      const isNumber = type === 'integer' || type === 'number'
      return {
        name,
        content: { kind: 'value', index, type },
        isNumber,
        width: type === 'text' ? null : 104,
        shownAtFirst: true,
        isSortable: true,
      }
    }),
    ...(values.length === 0 ? [reasonColumn] : []),
    ...(makesOutputs ? [outputColumn] : []),
    {
      name: 'size',
      content: { kind: 'size' },
      isNumber: true,
      width: 80,
      shownAtFirst: true,
      isSortable: true,
    },
    {
      name: 'modified_at',
      content: { kind: 'modified' },
      isNumber: false,
      width: 168,
      shownAtFirst: false,
      isSortable: true,
    },
    {
      name: 'started_at',
      content: { kind: 'started' },
      isNumber: false,
      width: 168,
      shownAtFirst: false,
      isSortable: true,
    },
    {
      name: 'duration_ms',
      content: { kind: 'duration' },
      isNumber: true,
      width: 96,
      shownAtFirst: true,
      isSortable: true,
    },
    {
      name: 'attempt',
      content: { kind: 'attempt' },
      isNumber: true,
      width: 72,
      shownAtFirst: false,
      isSortable: true,
    },
    {
      name: 'worker',
      content: { kind: 'worker' },
      isNumber: true,
      width: 72,
      shownAtFirst: true,
      isSortable: true,
    },
  ]
}

/** The layout in which nothing was changed. */
export function firstLayout(columns: readonly TableColumn[]): ColumnLayout {
  return {
    order: columns.map(({ name }) => name),
    hidden: columns.filter((column) => !column.shownAtFirst).map(({ name }) => name),
    widths: {},
  }
}

/**
 * Under which name a layout is remembered: one for each task type and the columns that its results have, since every
 * script and command may make its own.
 */
export function layoutKey(taskType: string, values: readonly ResultColumn[]): string {
  const names = values.map(({ name }) => name).toSorted()
  return `batchyard.columns.${taskType}.${JSON.stringify(names)}`
}

/** Reads a remembered layout. Columns that it does not know stand where they stand at first. */
export function readLayout(text: string | null, columns: readonly TableColumn[]): ColumnLayout {
  const first = firstLayout(columns)
  const stored = parse(text)
  if (stored === null) return first
  const known = new Set(first.order)
  const order = strings(stored['order']).filter((name) => known.has(name))
  const hidden = strings(stored['hidden']).filter((name) => known.has(name))
  for (const [place, name] of first.order.entries()) {
    if (order.includes(name)) continue
    const before = first.order[place - 1]
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name)
    if (first.hidden.includes(name)) hidden.push(name)
  }
  const widths: Record<string, number> = {}
  for (const [name, width] of Object.entries(isRecord(stored['widths']) ? stored['widths'] : {})) {
    if (known.has(name) && typeof width === 'number') widths[name] = clampWidth(width)
  }
  return { order: [...new Set(order)], hidden, widths }
}

/** The columns to show, in their order. */
export function shownColumns(columns: readonly TableColumn[], layout: ColumnLayout): readonly TableColumn[] {
  return layout.order
    .filter((name) => !layout.hidden.includes(name))
    .map((name) => columns.find((column) => column.name === name))
    .filter((column) => column !== undefined)
}

/** The CSS grid's columns: the mark of the outcome first, then those that are shown. */
export function gridTemplate(shown: readonly TableColumn[], { widths }: ColumnLayout): string {
  const tracks = shown.map(({ name, width, content }) => {
    const chosen = widths[name] ?? width
    if (chosen !== null) return `${chosen}px`
    return content.kind === 'path' ? 'minmax(15rem, 3fr)' : 'minmax(8rem, 2fr)'
  })
  return `36px ${tracks.join(' ')}`
}

/** A width that a column can have. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, columnWidths.least), columnWidths.most))
}

/** The order with a column moved one place forward (-1) or back (1). */
export function movedColumn(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(name)
  const to = from + by
  if (from < 0 || to < 0 || to >= order.length) return order
  const moved = order.filter((each) => each !== name)
  moved.splice(to, 0, name)
  return moved
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(text: string | null): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
