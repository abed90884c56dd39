// Makes a copy of each text in capital letters.
//
// Shows: making a file of each file. The script writes to context.output, a temporary name; when it has returned, the file
// is put into its place, and nobody ever sees half of it.

import { readFile, writeFile } from 'node:fs/promises'
import type { ScriptContext, ScriptItem } from '../batchyard.d.ts'

export const output = { extension: 'txt', name: '{/.}-capitals.{newext}' }
export const columns = [{ name: 'characters', type: 'integer' }]

export default async (item: ScriptItem, context: ScriptContext) => {
  if (context.outputBytes === null) throw new Error('there is no place for the output')
  const text = (await readFile(item.pathBytes, 'utf8')).toUpperCase()
  await writeFile(context.outputBytes, text)
  return { characters: text.length }
}
