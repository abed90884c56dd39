import type { ErrorDescription } from '../model/run.ts'

/**
 * The names under which preload script and main process talk. Nothing else uses them: the interface knows
 * only the functions of `desktop-bridge.ts`.
 */
export const desktopChannels = {
  chooseFiles: 'batchyard:choose-files',
  chooseFolders: 'batchyard:choose-folders',
  chooseSavePath: 'batchyard:choose-save-path',
  showInFolder: 'batchyard:show-in-folder',
  openFile: 'batchyard:open-file',
  copyDiagnostics: 'batchyard:copy-diagnostics',
  readSettings: 'batchyard:read-settings',
  changeSettings: 'batchyard:change-settings',
  cancelCountdown: 'batchyard:cancel-countdown',
  /** Interface to main: from now on it takes commands. */
  awaitCommands: 'batchyard:await-commands',
  /** Main to interface: a `DesktopCommand`. */
  command: 'batchyard:command',
  /** Interface to main: a nonce, for which a port to the engine is asked. */
  requestEnginePort: 'batchyard:request-engine-port',
  /** Main to interface: the nonce and, beside it, the port. */
  enginePort: 'batchyard:engine-port',
  /** Main to interface: the engine process is a new one. */
  engineRestarted: 'batchyard:engine-restarted',
} as const

/**
 * What a request to the main process is answered with. An error is an answer too, since a rejection would
 * reach the preload script as text without its code.
 */
export type DesktopReply =
  { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly error: ErrorDescription }
