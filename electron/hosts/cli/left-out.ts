import type { LeftOut } from '../../../shared/model/run.ts'
import { formatCounted } from './formats.ts'

/** What the inputs named that did not become an item of its own, one reason a line. */
export function leftOutLines(leftOut: LeftOut): string[] {
  return [
    line(leftOut.duplicates, 'file was given twice and done once', 'files were given twice and done once'),
    line(
      leftOut.links,
      'symbolic link inside folders was not followed',
      'symbolic links inside folders were not followed',
    ),
    line(leftOut.hidden, 'hidden file or folder was left out', 'hidden files and folders were left out'),
    line(
      leftOut.tooDeep,
      'folder lies deeper than was asked for and was left out',
      'folders lie deeper than was asked for and were left out',
    ),
    line(
      leftOut.pattern,
      'file or folder was left out by a pattern',
      'files and folders were left out by a pattern',
    ),
    line(leftOut.extension, 'file was left out by its extension', 'files were left out by their extensions'),
    line(leftOut.size, 'file was left out by its size', 'files were left out by their sizes'),
    line(
      leftOut.modified,
      'file was left out by when it was last modified',
      'files were left out by when they were last modified',
    ),
  ].flat()
}

function line(count: number, singular: string, plural: string): string[] {
  return count === 0 ? [] : [`${formatCounted(count, singular, plural)}.`]
}
