// Finds the lines that match a regular expression, given as params: { "pattern": "TODO|FIXME" }.
//
// Shows: parameters, work that is done once in each worker (init), and lines in the item's log (context.log).

import { readFile } from 'node:fs/promises'
import type { ScriptContext, ScriptItem, ScriptSetup } from '../batchyard.d.ts'

export const columns = [{ name: 'matches', type: 'integer' }, 'first']

let pattern = /TODO/u

export function init({ params }: ScriptSetup) {
  // An error here ends the run before its first file.
  if (typeof params['pattern'] === 'string') pattern = new RegExp(params['pattern'], 'u')
}

export default async (item: ScriptItem, context: ScriptContext) => {
  const lines = (await readFile(item.pathBytes, 'utf8')).split('\n')
  const found = lines.flatMap((line, index) => (pattern.test(line) ? [`${index + 1}: ${line.trim()}`] : []))
  for (const line of found) context.log(line)
  return { matches: found.length, first: found[0] }
}
