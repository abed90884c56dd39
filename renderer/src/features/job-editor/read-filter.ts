import type { InputFilterInput } from '../../../../shared/model/input-filter.ts'
import { momentOf } from '../../../../shared/model/moment.ts'
import { bytesOf } from '../../../../shared/model/size-text.ts'
import type { FilterFields } from '../../stores/filter-fields.ts'
import { readWholeNumber } from '../../format/whole-number.ts'

/** The fields that are typed. */
export type FilterTextField = Exclude<keyof FilterFields, 'hidden' | 'followLinks' | 'wholeFolders'>

/** What is wrong with a field. */
export type FilterProblem = 'extension' | 'size' | 'sizeOrder' | 'moment' | 'depth'

/** What the fields ask for, and what is wrong with them. */
export interface ReadFilter {
  readonly filter: InputFilterInput
  readonly problems: Readonly<Partial<Record<FilterTextField, FilterProblem>>>
  /** How many rules there are. */
  readonly rules: number
}

/** The most folders deep that a filter may ask for, as the contract has it. */
const deepest = 1_000_000

/** Reads the fields. A field that has a problem is left out of the filter. */
export function readFilterFields(fields: FilterFields): ReadFilter {
  const problems: Partial<Record<FilterTextField, FilterProblem>> = {}
  function read<Value>(
    name: FilterTextField,
    problem: FilterProblem,
    reader: (text: string) => Value | null,
  ): Value | null {
    const text = fields[name].trim()
    if (text === '') return null
    const value = reader(text)
    if (value === null) problems[name] = problem
    return value
  }

  const extensions = read('extensions', 'extension', extensionsOf) ?? []
  const minSize = read('minSize', 'size', bytesOf)
  const maxSize = read('maxSize', 'size', bytesOf)
  if (minSize !== null && maxSize !== null && minSize > maxSize) problems.maxSize = 'sizeOrder'
  const filter = {
    include: patternsOf(fields.include),
    exclude: patternsOf(fields.exclude),
    extensions,
    minSize,
    maxSize,
    modifiedAfter: read('modifiedAfter', 'moment', momentText),
    modifiedBefore: read('modifiedBefore', 'moment', momentText),
    maxDepth: read('maxDepth', 'depth', (text) => readWholeNumber(text, 1, deepest)),
    hidden: fields.hidden,
    followLinks: fields.followLinks,
    wholeFolders: fields.wholeFolders,
  }
  const { hidden, followLinks, wholeFolders, ...rest } = fields
  const typed = Object.values(rest).filter((text) => text.trim() !== '').length
  const chosen = [!hidden, followLinks, wholeFolders].filter(Boolean).length
  return { filter, problems, rules: typed + chosen }
}

function extensionsOf(text: string): string[] | null {
  const extensions = text.split(/[\s,;]+/u).filter((each) => each !== '')
  return extensions.every((each) => /^\.?[^./][^/]*$/u.test(each)) ? extensions : null
}

/** The patterns of a text. A comma between braces does not end one. */
export function patternsOf(text: string): string[] {
  const patterns: string[] = []
  let depth = 0
  let pattern = ''
  for (const character of text) {
    if (character === '{') depth += 1
    if (character === '}') depth = Math.max(0, depth - 1)
    if (character === ',' && depth === 0) {
      patterns.push(pattern)
      pattern = ''
    } else {
      pattern += character
    }
  }
  patterns.push(pattern)
  return patterns.map((each) => each.trim()).filter((each) => each !== '')
}

/** The text itself: an age counts back from the start of the run. */
function momentText(text: string): string | null {
  return momentOf(text, 0) === null ? null : text
}
