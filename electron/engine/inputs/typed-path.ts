import path from 'node:path'
import type { PathText } from '../../../shared/model/path-text.ts'

/**
 * What a person typed as an absolute path: `~` is the home folder, and what is relative starts there. The
 * end is kept as typed, separator or not.
 */
export function expandTyped(text: string, home: string, platform: path.PlatformPath = path): PathText {
  const separators = platform.sep === '\\' ? ['/', '\\'] : ['/']
  const endsInSeparator = separators.some((separator) => text.endsWith(separator))
  const expanded = resolveTyped(text, home, separators, platform)
  return endsInSeparator && !expanded.endsWith(platform.sep) ? expanded + platform.sep : expanded
}

/** A typed path taken apart for completion: the folder to look in, and how the wanted names begin. */
export function splitTyped(
  text: string,
  home: string,
  platform: path.PlatformPath = path,
): { readonly folder: PathText; readonly prefix: string } {
  const whole = text === '' || text === '~' ? home + platform.sep : expandDots(text, home, platform)
  const cut = whole.lastIndexOf(platform.sep)
  return { folder: platform.resolve(whole.slice(0, cut + 1)), prefix: whole.slice(cut + 1) }
}

/** Like `expandTyped`, but a last name of dots stays: it may be the beginning of a hidden name. */
function expandDots(text: string, home: string, platform: path.PlatformPath): PathText {
  const match = /^(?<before>.*[\\/]|)(?<dots>\.{1,2})$/su.exec(text)
  const before = match?.groups?.['before']
  const dots = match?.groups?.['dots']
  if (before === undefined || dots === undefined || (before.endsWith('\\') && platform.sep === '/')) {
    return expandTyped(text, home, platform)
  }
  const folder = before === '' ? home : expandTyped(before, home, platform)
  return (folder.endsWith(platform.sep) ? folder : folder + platform.sep) + dots
}

function resolveTyped(
  text: string,
  home: string,
  separators: readonly string[],
  platform: path.PlatformPath,
): PathText {
  if (text === '~') return platform.resolve(home)
  if (separators.some((separator) => text.startsWith(`~${separator}`))) {
    return platform.resolve(home, text.slice(2))
  }
  // A drive letter alone means the drive, not the folder some program last stood in on it.
  if (platform.sep === '\\' && /^[a-z]:$/iu.test(text)) return `${text}\\`
  return platform.resolve(home, text)
}
