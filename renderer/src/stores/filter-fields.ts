import type { InputFilter } from '../../../shared/model/input-filter.ts'

/** Which of the files count, as a person types it. An empty text asks for nothing. */
export interface FilterFields {
  /** Separated by commas or spaces. */
  readonly extensions: string
  /** Patterns separated by commas; those inside braces belong to their pattern. */
  readonly include: string
  readonly exclude: string
  readonly minSize: string
  readonly maxSize: string
  readonly modifiedAfter: string
  readonly modifiedBefore: string
  readonly maxDepth: string
  readonly hidden: boolean
  readonly followLinks: boolean
  readonly wholeFolders: boolean
}

/** Asks for nothing. */
export function emptyFilterFields(): FilterFields {
  return {
    extensions: '',
    include: '',
    exclude: '',
    minSize: '',
    maxSize: '',
    modifiedAfter: '',
    modifiedBefore: '',
    maxDepth: '',
    hidden: true,
    followLinks: false,
    wholeFolders: false,
  }
}

/** The fields as they would be typed for a filter. */
export function fieldsOfFilter(filter: InputFilter): FilterFields {
  return {
    extensions: filter.extensions.join(', '),
    include: filter.include.join(', '),
    exclude: filter.exclude.join(', '),
    minSize: filter.minSize === null ? '' : String(filter.minSize),
    maxSize: filter.maxSize === null ? '' : String(filter.maxSize),
    modifiedAfter: filter.modifiedAfter ?? '',
    modifiedBefore: filter.modifiedBefore ?? '',
    maxDepth: filter.maxDepth === null ? '' : String(filter.maxDepth),
    hidden: filter.hidden,
    followLinks: filter.followLinks,
    wholeFolders: filter.wholeFolders,
  }
}
