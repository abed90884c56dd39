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
  /**
   * Opens a file with the program that the system has for it. What could itself be a program is shown in its folder
   * instead.
   */
  openFile(path: string): Promise<OpenOutcome>
  /** The paths of files and folders that were dropped on the window. */
  pathsOf(files: readonly FileHandle[]): string[]
  /**
   * Asks for a MessagePort to the engine. It arrives as a `message` event on `window` whose data is an
   * `EnginePortMessage` with the same nonce and whose `ports[0]` is the port. Asking again while a port is
   * awaited takes the place of the earlier request, whose port never comes.
   */
  requestEnginePort(nonce: string): void
  /**
   * Calls back with what the menu, the tray, another start of Batchyard or the system asks of the interface.
   * What was asked before somebody listened is told at once. Nothing is told to a page that never listens.
   */
  onCommand(listener: (command: DesktopCommand) => void): () => void
  /** Puts a description of this installation and the end of its log on the clipboard; no content of any file. */
  copyDiagnostics(): Promise<void>
  /** The settings of this desktop app, beside those of the engine. */
  settings(): Promise<DesktopSettings>
  changeSettings(change: Partial<DesktopSettings>): Promise<DesktopSettings>
  /** Calls off what a countdown was told for. */
  cancelCountdown(): Promise<void>
  /** Calls back whenever the engine process has been started anew, so that a new port must be asked for. */
  onEngineRestarted(listener: () => void): () => void
}

/** What became of opening a file. */
export type OpenOutcome = 'opened' | 'shown'

/** What the interface is asked to do from outside its window. */
export type DesktopCommand =
  | { readonly type: 'new-job' }
  /** Ask for files, or folders, as the buttons do. */
  | { readonly type: 'choose-files' }
  | { readonly type: 'choose-folders' }
  /** Absolute paths that were handed over: "Open with", words of a command line, a drop on the icon. */
  | { readonly type: 'add-inputs'; readonly paths: readonly string[] }
  /** A preset's file was opened: its path, and its content for `presets.import`. */
  | { readonly type: 'open-preset'; readonly path: string; readonly text: string }
  | { readonly type: 'show-runs' }
  | { readonly type: 'show-run'; readonly runId: number }
  /** In so many seconds the machine sleeps, or the app quits, unless `cancelCountdown` is called. */
  | { readonly type: 'countdown'; readonly action: 'sleep' | 'quit'; readonly seconds: number }
  | { readonly type: 'countdown-over' }

/** Where updates come from: nowhere, from releases, or from releases that are still being tried out. */
export type UpdateChannel = 'off' | 'stable' | 'beta'

/** What is done when a run has finished: `sleep` and `quit` once no other one is at work, after a countdown. */
export type WhenDone = 'nothing' | 'open-folder' | 'sleep' | 'quit'

export interface DesktopSettings {
  readonly updates: UpdateChannel
  /** Whether the system tells of a run that has ended while no window has the focus. */
  readonly notifications: boolean
  readonly whenDone: WhenDone
}

/** Accompanies the port that `requestEnginePort` asked for. */
export interface EnginePortMessage {
  readonly type: 'batchyard:engine-port'
  readonly nonce: string
}

/** The origin that the desktop app's window is loaded from. */
export const desktopOrigin = 'app://batchyard'
