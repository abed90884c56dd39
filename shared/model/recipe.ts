import type { OutputOptions } from './output.ts'

/** What is done to each item, and in which version: two runs of one recipe give one file the same result. */
export interface Recipe {
  readonly type: string
  /** The version of the task type. */
  readonly version: number
  /** With every default filled in. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Where outputs go, with every default filled in. Left out where the task makes none. */
  readonly output?: OutputOptions
}

/** A recipe as a text: the same for the same recipe, in whatever order its parameters were written. */
export function recipeText({ type, version, parameters, output }: Recipe): string {
  return JSON.stringify([
    type,
    version,
    sorted(parameters),
    ...(output === undefined ? [] : [sorted(output)]),
  ])
}

/** The value with the keys of every object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([first], [second]) => (first < second ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
