import type { Stats } from 'node:fs'
import { basename, extname } from 'node:path'

/** Extensions of what programs only show or play. Whatever is not among them may be, or hold, a program. */
const passiveExtensions: ReadonlySet<string> = new Set([
  ...['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif', 'heic', 'heif', 'tif', 'tiff', 'bmp'],
  ...['dng', 'cr2', 'cr3', 'nef', 'arw', 'orf', 'rw2', 'raf', 'psd'],
  ...['mp3', 'm4a', 'flac', 'ogg', 'opus', 'wav', 'aiff', 'mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi'],
  ...['txt', 'md', 'log', 'csv', 'tsv', 'json', 'jsonl', 'yaml', 'yml', 'toml', 'srt', 'vtt'],
  ...['pdf', 'epub', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf'],
])

/**
 * Whether opening a file can start no program of the file's own: a regular file whose name says that it is only
 * looked at, and that nobody may execute, or a folder that the file manager shows.
 */
export function isPassive(
  path: string,
  stats: Pick<Stats, 'isFile' | 'isDirectory' | 'mode'>,
  platform: NodeJS.Platform,
): boolean {
  if (stats.isDirectory()) return isPlainFolder(path, platform)
  if (!stats.isFile()) return false
  // On Windows no file has permissions to execute; a colon names a stream within another file.
  if (platform === 'win32' ? basename(path).includes(':') : (stats.mode & 0o111) !== 0) return false
  return passiveExtensions.has(extname(path).slice(1).toLowerCase())
}

/** Whether a folder is only shown. On macOS a folder may be a program, on Windows a place of the system, by its extension. */
function isPlainFolder(path: string, platform: NodeJS.Platform): boolean {
  return (platform !== 'darwin' && platform !== 'win32') || extname(path) === ''
}
