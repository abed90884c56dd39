import type Database from 'better-sqlite3'
import type { PresetDraft } from '../../../shared/model/preset.ts'
import { EngineError, errorCode, presetNotFound } from '../errors.ts'

/** Saves and deletes presets. */
export function createPresetWriter(database: Database.Database) {
  const insert = database.prepare<[string, string, string, number, number]>(
    'INSERT INTO presets (name, job, origin, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
  )
  const update = database.prepare<[string, string, string, number, number]>(
    'UPDATE presets SET name = ?, job = ?, origin = ?, updated_at = ?, version = version + 1 WHERE id = ?',
  )
  const remove = database.prepare<[number]>('DELETE FROM presets WHERE id = ?')
  return {
    /** Saves a preset and answers with its number. @throws EngineError PRESET_NOT_FOUND, PRESET_EXISTS */
    savePreset({ id, name, job, origin }: PresetDraft, at: number): number {
      const text = JSON.stringify(job)
      try {
        if (id === undefined) return Number(insert.run(name, text, origin, at, at).lastInsertRowid)
        if (update.run(name, text, origin, at, id).changes === 0) throw presetNotFound(String(id))
        return id
      } catch (error) {
        if (errorCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
        throw new EngineError(
          'PRESET_EXISTS',
          `There is already a preset of the name "${name}". Choose another name, or change that one.`,
          { data: { name }, cause: error },
        )
      }
    },
    /** @throws EngineError PRESET_NOT_FOUND */
    deletePreset(id: number): void {
      if (remove.run(id).changes === 0) throw presetNotFound(String(id))
    },
  }
}
