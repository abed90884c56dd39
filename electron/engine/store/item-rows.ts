import { fromPathBytes } from '../path-bytes.ts'
import type { FoundItem } from './records.ts'

/** A row of `items`. */
export interface ItemRow {
  readonly seq: number
  readonly path: string | Buffer
  readonly size: number | null
  readonly modifiedAt: number | null
  readonly rootLength: number
  readonly problemCode: string | null
  readonly problemMessage: string | null
}

export const itemColumns = `i.seq, i.path, i.size, i.modified_at AS modifiedAt, i.root_length AS rootLength,
  i.problem_code AS problemCode, i.problem_message AS problemMessage`

export function toPathText(path: string | Buffer): string {
  return typeof path === 'string' ? path : fromPathBytes(path)
}

export function toFoundItem(row: ItemRow): FoundItem & { readonly seq: number } {
  const { problemCode: code, problemMessage: message } = row
  return {
    seq: row.seq,
    path: toPathText(row.path),
    size: row.size,
    modifiedAt: row.modifiedAt,
    rootLength: row.rootLength,
    problem: code === null || message === null ? null : { code, message },
  }
}
