import { resolve } from 'node:path'
import { z } from 'zod'
import { presetFileSuffix } from '../../shared/model/preset.ts'

/** What a start of the application hands over: by its command line, "Open with" or another start. */
export interface OpenedFiles {
  readonly inputs: readonly string[]
  readonly presets: readonly string[]
}

/** What a second start tells the first. It comes from another process, so that its form is checked. */
export const handOverSchema = z.object({
  words: z.array(z.string().max(65_536)).max(100_000),
  folder: z.string().max(65_536),
})
export type HandOver = z.infer<typeof handOverSchema>

/**
 * The words of a command line that are the user's own: without the program, and without the script where
 * Electron runs one.
 */
export function wordsOf(argv: readonly string[], isPackaged: boolean): string[] {
  return argv.slice(isPackaged ? 1 : 2)
}

/**
 * Sorts what was handed over into presets and inputs. Words that begin with a dash are Chromium's or the
 * system's, such as `-psn_0_1` or `--no-sandbox`, up to a word `--`.
 */
export function openedFiles({ words, folder }: HandOver): OpenedFiles {
  const end = words.indexOf('--')
  const before = end === -1 ? words : words.slice(0, end)
  const after = end === -1 ? [] : words.slice(end + 1)
  const paths = [...before.filter((word) => !word.startsWith('-')), ...after]
    .filter((word) => word !== '')
    .map((word) => resolve(folder, word))
  return {
    inputs: paths.filter((path) => !isPreset(path)),
    presets: paths.filter(isPreset),
  }
}

function isPreset(path: string): boolean {
  return path.toLowerCase().endsWith(presetFileSuffix)
}
