import { resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * The platform's per-user data directory for Batchyard, shared by desktop app, browser and command line:
 * `~/.local/share/Batchyard` on Linux (or below `XDG_DATA_HOME`), `~/Library/Application Support/Batchyard`
 * on macOS, `%LOCALAPPDATA%\Batchyard\Data` on Windows. The environment variable `BATCHYARD_DATA_DIR` names
 * another folder.
 */
export function defaultDataDirectory(): string {
  const chosen = process.env['BATCHYARD_DATA_DIR']
  if (chosen !== undefined && chosen !== '') return resolve(chosen)
  return envPaths('Batchyard', { suffix: '' }).data
}
