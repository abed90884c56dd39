import { displayPath } from '../../../../shared/model/path-text.ts'
import type { Cell } from '../../../../shared/model/result.ts'
import type { TaskItem } from '../task-type.ts'

/** Tells where a file goes; the engine brings it there. */
export function newPathTask({ output }: TaskItem): readonly Cell[] {
  return [displayPath(output?.path ?? '')]
}
