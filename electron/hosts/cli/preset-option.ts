import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { presetFileSuffix, type PresetJob } from '../../../shared/model/preset.ts'
import { errorCode } from '../../engine/errors.ts'
import { toPathBytes } from '../../engine/path-bytes.ts'
import { couldNotStart, wrongUsage } from './failure.ts'
import type { Client } from './local-engine.ts'

/** The largest file that is read as a preset, in bytes. */
const largestPreset = 10_000_000

/**
 * The job of the preset that `--preset` names: a file where the text looks like one (it ends in `.json` or
 * has a slash), the name of a saved preset otherwise.
 *
 * @throws CommandFailure could not start: the file cannot be read
 * @throws ORPCError PRESET_NOT_FOUND, INVALID_PRESET
 */
export async function loadPreset(client: Client, text: string, workingFolder: string): Promise<PresetJob> {
  if (text === '') throw wrongUsage('--preset needs the name of a preset or of its file.')
  if (!isFileName(text)) return (await client.presets.get({ name: text })).job
  return (await client.presets.import({ text: await readPresetFile(text, workingFolder) })).job
}

/** Whether a text is the name of a file and not that of a saved preset. */
function isFileName(text: string): boolean {
  return text.endsWith('.json') || /[/\\]/u.test(text)
}

/** The content of a preset's file. @throws CommandFailure could not start: it cannot be read, with the reason */
export async function readPresetFile(text: string, workingFolder: string): Promise<string> {
  try {
    const content = await readFile(toPathBytes(resolve(workingFolder, text)))
    if (content.length <= largestPreset) return content.toString('utf8')
  } catch (error) {
    throw couldNotStart(`${text}: ${reasonOf(error)}`, error)
  }
  throw couldNotStart(`${text} is too large to be a preset (a file that ends in ${presetFileSuffix}).`)
}

function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'this preset file does not exist.'
    case 'EACCES':
      return 'this preset file may not be read by this user.'
    case 'EISDIR':
      return 'this is a folder; the file of a preset is needed.'
    default:
      return `this preset file cannot be read: ${error instanceof Error ? error.message : String(error)}.`
  }
}
