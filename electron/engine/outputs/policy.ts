import type { ItemErrorCode } from '../../../shared/contract/errors.ts'
import type { IfExists } from '../../../shared/model/output.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { quotePath } from '../inputs/problems.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import type { Standing } from './standing.ts'
import type { OutputItem } from './target.ts'

/** What an output comes upon at the path where it is to stand. */
export interface Finding {
  /** What stands there; null for nothing. */
  readonly standing: Standing | null
  /** Whether that is an input of the run. */
  readonly isInput: boolean
  /** Whether it is the item itself: by this name, by another spelling of it, or by another name altogether. */
  readonly isOwn: 'by-name' | 'by-spelling' | 'by-file' | null
}

/** What is to be done about a wish for a path. */
export type Decision =
  /** The output is to have the path, unless an earlier item of the run has it. */
  | { readonly kind: 'take'; readonly planned: PlannedOutput }
  /** The next number is to be tried. */
  | { readonly kind: 'next' }
  | { readonly kind: 'final'; readonly planned: PlannedOutput }

/** What the job's policy says of a path and of what stands there. */
export function decide(
  ifExists: IfExists,
  effect: TaskOutput['effect'],
  item: OutputItem,
  path: PathText,
  { standing, isInput, isOwn }: Finding,
): Decision {
  if (standing === null) return { kind: 'take', planned: { action: 'create', path } }
  if (effect === 'moves') {
    // A file that keeps its name is where it is to be.
    if (isOwn === 'by-name') return skip(path, 'exists')
    if (isOwn === 'by-spelling') return { kind: 'take', planned: { action: 'replace-input', path } }
  }
  if (ifExists === 'number') return { kind: 'next' }
  if (standing.kind === 'folder') return exists(item, path, 'is a folder')
  if (ifExists === 'skip') return skip(path, 'exists')
  if (isInput || isOwn !== null) return wouldReplaceInput(item, path)
  if (standing.kind !== 'file') return exists(item, path, 'is there and is no ordinary file')
  if (ifExists === 'fail') return exists(item, path, 'is there already')
  if (ifExists === 'if-newer' && !isNewer(item, standing)) return skip(path, 'not-newer')
  const { size, modifiedAt } = standing
  return { kind: 'take', planned: { action: 'replace', path, size, modifiedAt } }
}

/** What becomes of an output whose path an earlier item of the run has. */
export function decideTaken(ifExists: IfExists, item: OutputItem, path: PathText, by: number): Decision {
  if (ifExists === 'number') return { kind: 'next' }
  if (ifExists === 'skip') {
    return { kind: 'final', planned: { action: 'skip', path, reason: 'taken', by } }
  }
  return refuse(
    'OUTPUT_COLLISION',
    path,
    `${quotePath(item.path)} (item ${item.seq}) and item ${by} would both become ${quotePath(path)}. ` +
      'Choose names that differ, or have them numbered.',
  )
}

export function refuse(code: ItemErrorCode, path: PathText | null, message: string): Decision {
  return { kind: 'final', planned: { action: 'refuse', path, code, message } }
}

/**
 * Files that differ by less than a millisecond are equally old: times that were copied may have lost what is
 * smaller. What could not be told is not newer.
 */
function isNewer({ modifiedAt }: OutputItem, standing: Standing): boolean {
  return modifiedAt !== null && modifiedAt - standing.modifiedAt >= 1
}

function skip(path: PathText, reason: 'exists' | 'not-newer'): Decision {
  return { kind: 'final', planned: { action: 'skip', path, reason, by: null } }
}

function exists(item: OutputItem, path: PathText, what: string): Decision {
  return refuse(
    'OUTPUT_EXISTS',
    path,
    `The output of ${quotePath(item.path)} would be ${quotePath(path)}, which ${what}. Choose another name or folder.`,
  )
}

function wouldReplaceInput(item: OutputItem, path: PathText): Decision {
  return refuse(
    'OUTPUT_IS_INPUT',
    path,
    `The output of ${quotePath(item.path)} would replace ${quotePath(path)}, which is an input of the run. ` +
      'Choose another name or folder, or have outputs numbered.',
  )
}
