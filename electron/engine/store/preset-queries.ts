import type Database from 'better-sqlite3'
import type { PresetReference } from '../../../shared/contract/presets.ts'
import { presetJobSchema } from '../../../shared/model/preset.ts'
import type { Origin } from '../../../shared/model/job.ts'
import type { Preset } from '../../../shared/model/preset.ts'
import { settingsSchema, type Settings } from '../../../shared/model/settings.ts'
import { damagedRecord } from './database-errors.ts'
import { toIso, understood } from './run-rows.ts'

interface PresetRow {
  readonly id: number
  readonly name: string
  readonly version: number
  readonly job: string
  readonly origin: Origin
  readonly createdAt: number
  readonly updatedAt: number
}

const presetColumns = 'id, name, version, job, origin, created_at AS createdAt, updated_at AS updatedAt'

/** Presets and settings. */
export function preparePresetQueries(database: Database.Database) {
  const selectAll = database.prepare<[], PresetRow>(
    `SELECT ${presetColumns} FROM presets ORDER BY name COLLATE NOCASE, name`,
  )
  const selectById = database.prepare<[number], PresetRow>(
    `SELECT ${presetColumns} FROM presets WHERE id = ?`,
  )
  const selectByName = database.prepare<[string], PresetRow>(
    `SELECT ${presetColumns} FROM presets WHERE name = ?`,
  )
  const selectSettings = database.prepare<[], { readonly key: string; readonly value: string }>(
    'SELECT key, value FROM settings',
  )
  return {
    presets: (): Preset[] => selectAll.all().map(toPreset),
    preset(reference: PresetReference): Preset | null {
      const row = 'id' in reference ? selectById.get(reference.id) : selectByName.get(reference.name)
      return row === undefined ? null : toPreset(row)
    },
    settings(): Settings {
      const values = selectSettings.all().map(({ key, value }): [string, unknown] => [key, JSON.parse(value)])
      const { success, data, error } = settingsSchema.safeParse(Object.fromEntries(values))
      if (!success) throw damagedRecord('a setting', error)
      return data
    },
  }
}

function toPreset(row: PresetRow): Preset {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    job: { ...understood(presetJobSchema, row.job, `the preset ${row.name}`), origin: row.origin },
    origin: row.origin,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }
}
