import { readableBase } from '../../format/path-parts.ts'

/** The longest name that is made, in characters. */
const longestName = 80

/**
 * What a job is called after its first input: the name of a file or folder, or the part of a pattern from the
 * last folder without wildcards on.
 */
export function nameAfter(input: string): string {
  const wildcard = input.search(/[*?[{]/u)
  if (wildcard < 0) return base(input)
  const fixed = input.slice(0, Math.max(input.lastIndexOf('/', wildcard), input.lastIndexOf('\\', wildcard)))
  return shorten(base(fixed) + input.slice(fixed.length))
}

function base(path: string): string {
  const name = readableBase(path, longestName)
  return name.length > 1 ? name.replace(/[\\/]$/u, '') : name
}

function shorten(name: string): string {
  const characters = Array.from(name)
  return characters.length <= longestName ? name : `${characters.slice(0, longestName - 1).join('')}…`
}
