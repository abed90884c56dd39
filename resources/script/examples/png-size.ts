// Reads width and height of PNG images from their first bytes.
//
// Shows: reading bytes of a file without reading all of it, and errors: what the function throws is what the item failed
// with, and the other files are done all the same.

import { open } from 'node:fs/promises'
import type { ScriptItem } from '../batchyard.d.ts'

export const columns = [
  { name: 'width', type: 'integer' },
  { name: 'height', type: 'integer' },
]

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export default async (item: ScriptItem) => {
  await using file = await open(item.pathBytes)
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(24), position: 0 })
  if (bytesRead < 24 || !buffer.subarray(0, 8).equals(signature)) throw new Error('this is no PNG image')
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
}
