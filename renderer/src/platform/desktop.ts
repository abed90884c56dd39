import type { DesktopCommand } from '../../../shared/contract/desktop-bridge.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
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
  /** Opens the file manager at a file; null where there is none to open. */
  readonly showInFolder: ((path: string) => Promise<void>) | null
  /** Calls back with what menu, tray or another start ask of the interface; never, where there are none. */
  onCommand(listener: (command: DesktopCommand) => void): () => void
}
