import envPaths from 'env-paths'

/**
 * The platform's per-user data directory for Batchyard, shared by desktop app, browser and command line:
 * `~/.local/share/Batchyard` on Linux (or below `XDG_DATA_HOME`), `~/Library/Application Support/Batchyard`
 * on macOS, `%LOCALAPPDATA%\Batchyard\Data` on Windows.
 */
export function defaultDataDirectory(): string {
  return envPaths('Batchyard', { suffix: '' }).data
}
