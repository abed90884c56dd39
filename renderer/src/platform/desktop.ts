import type { CsvOptions } from '../../../shared/model/export.ts'
import type { DesktopCommand, DesktopSettings, OpenOutcome } from '../../../shared/contract/desktop-bridge.ts'
import type { RunId } from '../../../shared/model/run.ts'

/** A way to choose inputs other than by typing. Each becomes a button. */
export interface InputAction {
  readonly id: 'files' | 'folders'
  /** Answers the chosen paths; none when it was cancelled. */
  choose(): Promise<readonly string[]>
}

/** What became of an export. */
export type ExportOutcome =
  | { readonly kind: 'saved'; readonly path: string; readonly rows: number; readonly bytes: number }
  /** The browser has taken the file over and tells of it in its own way. */
  | { readonly kind: 'downloading' }
  | { readonly kind: 'cancelled' }

export interface CsvExport {
  readonly runId: RunId
  /** Column names in the order wanted. */
  readonly columns: readonly string[]
  readonly byteOrderMark: CsvOptions['byteOrderMark']
  readonly escapeFormulas: CsvOptions['escapeFormulas']
}

/** What the surroundings of the page can do. Components ask what is there, never where they run. */
export interface Desktop {
  readonly inputActions: readonly InputAction[]
  /** The paths of what was dropped on the window; null where the surroundings cannot tell. */
  readonly pathsOfDrop: ((files: readonly File[]) => readonly string[]) | null
  exportCsv(request: CsvExport): Promise<ExportOutcome>
  /** Exports the whole comparison of two runs. */
  exportComparison(comparison: { readonly before: RunId; readonly after: RunId }): Promise<ExportOutcome>
  /** Opens the file manager at a file; null where there is none to open. */
  readonly showInFolder: ((path: string) => Promise<void>) | null
  /** Opens a file or a folder, or shows it in its folder where it could be a program; null where there is nothing to open it. */
  readonly openFile: ((path: string) => Promise<OpenOutcome>) | null
  /** Tells of what menu, tray or system ask of the interface; a surrounding that has none never does. */
  onCommand(listener: (command: DesktopCommand) => void): () => void
  /** Telling of what ended while nobody looked; null where the surroundings cannot. */
  readonly notifications: Notifications | null
  /** What can be set of the app around the page; null where there is none. */
  readonly app: DesktopApp | null
}

/** Notifications of the system. */
export interface Notifications {
  isOn(): Promise<boolean>
  /** Turns them on or off, and answers whether they are on now: what surrounds the page may refuse them. */
  turn(on: boolean): Promise<boolean>
  /** Shows one; null where the surroundings tell of runs that have ended by themselves. */
  readonly show: ((notification: ShownNotification) => void) | null
}

export interface ShownNotification {
  readonly title: string
  readonly body: string
  readonly onClick: () => void
}

/** The app around the page. */
export interface DesktopApp {
  settings(): Promise<DesktopSettings>
  changeSettings(change: Partial<DesktopSettings>): Promise<DesktopSettings>
  /** Calls off a countdown that a command told of. */
  cancelCountdown(): Promise<void>
  /** Puts a description of the installation on the clipboard. */
  copyDiagnostics(): Promise<void>
}
