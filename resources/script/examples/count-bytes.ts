// Counts the zero bytes of files of any size.
//
// Shows: going through a large file piece by piece, telling how far it is, and ending when the run is cancelled.

import { createReadStream } from 'node:fs'
import type { ScriptContext, ScriptItem } from '../batchyard.d.ts'

export const columns = [
  { name: 'bytes', type: 'integer' },
  { name: 'zeros', type: 'integer' },
]

export default async (item: ScriptItem, context: ScriptContext) => {
  let bytes = 0
  let zeros = 0
  for await (const piece of createReadStream(item.pathBytes, { signal: context.signal })) {
    for (const byte of piece as Buffer) if (byte === 0) zeros += 1
    bytes += (piece as Buffer).length
    context.progress(bytes, Math.max(bytes, item.size ?? 0))
  }
  return { bytes, zeros }
}
