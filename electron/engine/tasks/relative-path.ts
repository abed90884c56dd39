import { sep } from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'

/**
 * A path from the outermost of the folders on that it lies below; the base name where it lies below none.
 * @param roots folders, with or without a separator at their end
 */
export function relativePath(path: PathText, roots: ReadonlySet<PathText>): PathText {
  for (let end = path.indexOf(sep); end !== -1; end = path.indexOf(sep, end + 1)) {
    if (roots.has(path.slice(0, end)) || roots.has(path.slice(0, end + 1))) return path.slice(end + 1)
  }
  return path.slice(path.lastIndexOf(sep) + 1)
}
