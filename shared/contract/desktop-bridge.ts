/**
 * What the preload script puts on `window.desktop`: the only thing the interface knows of Electron.
 * Frozen, named functions; no channel names, no raw `ipcRenderer`. `FileHandle` is the DOM's `File`, which
 * this folder does not know.
 */
export interface DesktopBridge<FileHandle> {
  /** Asks for files with the system's dialog. Empty when it was cancelled. */
  chooseFiles(): Promise<string[]>
  /** Asks for folders with the system's dialog. Empty when it was cancelled. */
  chooseFolders(): Promise<string[]>
  /** Asks where to save, with a name proposed. Null when it was cancelled. */
  chooseSavePath(proposedName: string): Promise<string | null>
  /** Opens the system's file manager at a file. */
  showInFolder(path: string): Promise<void>
  /** The paths of files and folders that were dropped on the window. */
  pathsOf(files: readonly FileHandle[]): string[]
  /**
   * Asks for a MessagePort to the engine. It arrives as a `message` event on `window` whose data is an
   * `EnginePortMessage` with the same nonce and whose `ports[0]` is the port. Asking again while a port is
   * awaited takes the place of the earlier request, whose port never comes.
   */
  requestEnginePort(nonce: string): void
  /** Calls back whenever the engine process has been started anew, so that a new port must be asked for. */
  onEngineRestarted(listener: () => void): () => void
}

/** Accompanies the port that `requestEnginePort` asked for. */
export interface EnginePortMessage {
  readonly type: 'batchyard:engine-port'
  readonly nonce: string
}

/** The origin that the desktop app's window is loaded from. */
export const desktopOrigin = 'app://batchyard'
