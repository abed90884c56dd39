import { readdir, readFile } from 'node:fs/promises'
import { presetFileSuffix, type BuiltInPreset } from '../../../shared/model/preset.ts'
import { readPresetFile } from './presets.ts'

/**
 * The presets in the folder that comes with the product, by name; none where it comes with no folder.
 * @throws EngineError INVALID_PRESET, UNKNOWN_TASK, INVALID_PARAMETERS: never for what was tested
 */
export async function readBuiltInPresets(folder: URL | null): Promise<BuiltInPreset[]> {
  if (folder === null) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith(presetFileSuffix))
  const presets = await Promise.all(
    names.map(async (fileName) => {
      const { name, job } = readPresetFile(
        await readFile(new URL(encodeURIComponent(fileName), folder), 'utf8'),
      )
      // The product's own, and no stranger's.
      return {
        id: fileName.slice(0, -presetFileSuffix.length),
        name,
        job: { ...job, origin: 'own' as const },
      }
    }),
  )
  return presets.sort((one, other) => (one.name < other.name ? -1 : 1))
}
