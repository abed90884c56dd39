import { z } from 'zod'
import { plannedOutputSchema } from '../../../shared/model/planned-output.ts'
import type { SentItem } from './task-type.ts'

/**
 * How items travel to workers. Most have nothing but a place, a size, a date and a path: these go as one line of text, which
 * takes a fraction of what an object takes on both sides, and many lines go as one text (`pool/packed-items.ts`).
 */

/** `<seq> <size> <date> <path>`; a size or date that is not known is empty. */
export type ItemLine = string

/** By what people know an item. */
export type SentIdentity = Pick<SentItem, 'seq' | 'path'>

const itemSchema = z.object({
  output: plannedOutputSchema.nullable(),
  seq: z.number(),
  path: z.string(),
  size: z.number().nullable(),
  modifiedAt: z.number().nullable().default(null),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  isAgain: z.boolean(),
})

/** An item as it is sent. */
export function packItem(item: SentItem): ItemLine | SentItem {
  if (item.isAgain || item.problem !== null || item.output !== null) return item
  return `${item.seq} ${item.size ?? ''} ${item.modifiedAt ?? ''} ${item.path}`
}

/**
 * The item that was sent.
 * @throws where it is none
 */
export function unpackItem(sent: unknown): SentItem {
  return typeof sent === 'string' ? itemOfLine(sent) : itemSchema.parse(sent)
}

/** The place in the input and the path of an item that was sent; null where it is none. */
export function identityOfSent(sent: unknown): SentIdentity | null {
  if (typeof sent === 'string') return itemOfLine(sent)
  const found = itemSchema.safeParse(sent)
  return found.success ? found.data : null
}

function itemOfLine(line: ItemLine): SentItem {
  const seqEnd = line.indexOf(' ')
  const sizeEnd = line.indexOf(' ', seqEnd + 1)
  const dateEnd = line.indexOf(' ', sizeEnd + 1)
  return {
    seq: Number(line.slice(0, seqEnd)),
    path: line.slice(dateEnd + 1),
    size: numberOf(line.slice(seqEnd + 1, sizeEnd)),
    modifiedAt: numberOf(line.slice(sizeEnd + 1, dateEnd)),
    problem: null,
    isAgain: false,
    output: null,
  }
}

function numberOf(text: string): number | null {
  return text === '' ? null : Number(text)
}
