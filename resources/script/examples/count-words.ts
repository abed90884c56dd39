// Counts the lines, words and characters of text files.
//
// Shows: the smallest useful script. What the function returns goes into the columns of the same names.

import { readFile } from 'node:fs/promises'
import type { ScriptItem } from '../batchyard.d.ts'

export const columns = [
  { name: 'lines', type: 'integer' },
  { name: 'words', type: 'integer' },
  { name: 'characters', type: 'integer' },
]

export default async (item: ScriptItem) => {
  const text = await readFile(item.pathBytes, 'utf8')
  return {
    lines: text === '' ? 0 : text.replace(/\n$/u, '').split('\n').length,
    words: text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0,
    characters: Array.from(text).length,
  }
}
