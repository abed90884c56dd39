import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron/main'
import { z } from 'zod'
import type { DesktopSettings } from '../../shared/contract/desktop-bridge.ts'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { noArguments } from './dialog-requests.ts'
import { handle } from './handle.ts'
import { logError } from './log.ts'

const channelSchema = z.enum(['off', 'stable', 'beta'])
const whenDoneSchema = z.enum(['nothing', 'open-folder', 'sleep', 'quit'])
const settingsSchema = z.object({
  updates: channelSchema.catch('off').default('off'),
  notifications: z.boolean().catch(true).default(true),
  whenDone: whenDoneSchema.catch('nothing').default('nothing'),
})
const changeSchema = z
  .strictObject({ updates: channelSchema, notifications: z.boolean(), whenDone: whenDoneSchema })
  .partial()

/**
 * The settings that belong to the desktop app alone, in `desktop.json` of its own folder; those of runs are
 * the engine's. Nothing in them is secret: nothing needs `safeStorage`.
 */
export class Settings {
  readonly #path: string
  #present: DesktopSettings

  constructor(folder: string) {
    this.#path = join(folder, 'desktop.json')
    this.#present = settingsSchema.parse(readObject(this.#path))
  }

  get present(): DesktopSettings {
    return this.#present
  }

  change(change: z.infer<typeof changeSchema>): DesktopSettings {
    this.#present = settingsSchema.parse({ ...this.#present, ...change })
    // Beside it and renamed, so that a crash leaves the old or the new.
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.#present, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${this.#path}.new`, this.#path)
    return this.#present
  }
}

/** Answers the interface's requests to read and change the settings. After ready. */
export function registerSettings(): Settings {
  const settings = new Settings(app.getPath('userData'))
  handle(desktopChannels.readSettings, noArguments, () => settings.present)
  handle(desktopChannels.changeSettings, z.tuple([changeSchema]), ([change]) => settings.change(change))
  return settings
}

function readObject(path: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      logError(`The settings in ${path} could not be read; the usual ones are used.`, error)
    }
  }
  return {}
}
