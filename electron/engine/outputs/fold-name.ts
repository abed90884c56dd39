import type { PathText } from '../../../shared/model/path-text.ts'

/**
 * What names have in common that a file system which ignores letter case takes for one: no matter of case, nor of
 * how accents are put together. It folds rather too much (`ß` and `ss`) than too little: two outputs then get different names
 * for nothing, and none is lost.
 */
export function foldName(name: PathText): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
