import type { InputSource } from '../../../shared/model/job.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { parseGlob } from '../inputs/glob.ts'

/** The folders that items of these inputs are found below. One that vanishes takes its items with it. */
export function foldersOf(inputs: readonly InputSource[]): PathText[] {
  return inputs.flatMap((input) => {
    if (input.kind === 'path') return [input.path]
    if (input.kind === 'glob') return baseOf(input.pattern)
    return []
  })
}

function baseOf(pattern: string): PathText[] {
  try {
    return [parseGlob(pattern).base]
  } catch {
    // What cannot be read as a pattern is told as an item that failed.
    return []
  }
}
