import { basename, extname } from 'node:path'
import type { TriedItem } from '../../../shared/contract/run-queries.ts'
import type { PlanRow } from '../../../shared/model/plan-row.ts'

/** Extensions of which one item each is tried. */
const mostExtensions = 10

/** Why an item is tried. */
export type Reason = TriedItem['reasons'][number]

/** An item that is to be tried. */
export interface Pick {
  readonly row: PlanRow
  readonly reasons: Reason[]
}

/** Picks the few items of a job that are worth trying, from all of them and in bounded memory. */
export class Picks {
  #smallest: PlanRow | null = null
  #largest: PlanRow | null = null
  #strangest: { readonly row: PlanRow; readonly strangeness: number } | null = null
  readonly #extensions = new Map<string, PlanRow>()

  add(row: PlanRow): void {
    const size = row.size ?? 0
    if (this.#smallest === null || size < (this.#smallest.size ?? 0)) this.#smallest = row
    if (this.#largest === null || size > (this.#largest.size ?? 0)) this.#largest = row
    const extension = extname(row.path).toLowerCase()
    if (this.#extensions.size < mostExtensions && !this.#extensions.has(extension)) {
      this.#extensions.set(extension, row)
    }
    const strangeness = strangenessOf(basename(row.path))
    if (strangeness > (this.#strangest?.strangeness ?? 0)) this.#strangest = { row, strangeness }
  }

  /** In input order, each once, with every reason for it. */
  get all(): Pick[] {
    const picks = new Map<number, Pick>()
    function pick(row: PlanRow | null | undefined, reason: Reason): void {
      if (row === null || row === undefined) return
      const picked = picks.get(row.seq) ?? { row, reasons: [] }
      picked.reasons.push(reason)
      picks.set(row.seq, picked)
    }
    pick(this.#smallest, 'smallest')
    pick(this.#largest, 'largest')
    for (const row of this.#extensions.values()) pick(row, 'extension')
    pick(this.#strangest?.row, 'strangest-name')
    return [...picks.values()].sort((first, second) => first.row.seq - second.row.seq)
  }
}

/** How much of a name a careless program would stumble over; 0 for a plain one. */
export function strangenessOf(name: string): number {
  const odd = name.match(/[^\w.-]/gu)?.length ?? 0
  const control = name.match(/[\p{Cc}\p{Cf}\p{Cs}"'`$%\\]/gu)?.length ?? 0
  const start = /^[-.~ ]|[ .]$/u.test(name) ? 3 : 0
  const length = Buffer.byteLength(name) > 200 ? 5 : 0
  return odd + 5 * control + start + length
}
