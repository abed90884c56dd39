import { join } from 'node:path'
import { shell } from 'electron/common'
import { app, dialog, Menu } from 'electron/main'
import type { MenuItemConstructorOptions } from 'electron/main'
import { logError } from './log.ts'
import { openPreset } from './opened-files.ts'

/** What the menu asks of the rest of the shell. */
export interface MenuActions {
  /** Opens the window if need be, and has the interface do something. */
  readonly command: (type: 'new-job' | 'choose-files' | 'choose-folders' | 'show-runs') => void
  readonly openWindow: () => void
  readonly copyDiagnostics: () => void
}

/** Sets the native menu. What is a role has the words and shortcuts of the system. */
export function setMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: fileMenu(actions, isMac) },
    { role: 'editMenu' },
    { label: 'View', submenu: viewMenu(actions) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpMenu(actions) },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function fileMenu({ command, openWindow }: MenuActions, isMac: boolean): MenuItemConstructorOptions[] {
  return [
    { label: 'New Job', accelerator: 'CmdOrCtrl+N', click: () => command('new-job') },
    { type: 'separator' },
    { label: 'Add Files…', accelerator: 'CmdOrCtrl+O', click: () => command('choose-files') },
    { label: 'Add Folders…', accelerator: 'CmdOrCtrl+Shift+O', click: () => command('choose-folders') },
    {
      label: 'Open Preset…',
      accelerator: 'CmdOrCtrl+Alt+O',
      click: () => {
        openWindow()
        void choosePreset()
      },
    },
    { type: 'separator' },
    isMac ? { role: 'close' } : { role: 'quit' },
  ]
}

function viewMenu({ command }: MenuActions): MenuItemConstructorOptions[] {
  return [
    { label: 'Runs', accelerator: 'CmdOrCtrl+Shift+R', click: () => command('show-runs') },
    { type: 'separator' },
    { role: 'reload' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
}

function helpMenu({ copyDiagnostics }: MenuActions): MenuItemConstructorOptions[] {
  return [
    { label: 'Copy Diagnostics', click: copyDiagnostics },
    { label: 'Show Logs', click: () => void openPath(app.getPath('logs')) },
    {
      label: 'Licences',
      click: () => void openPath(noticesFile()),
    },
  ]
}

/** Beside the archive and not in it, where the system's viewer finds it. */
function noticesFile(): string {
  return join(import.meta.dirname, '../THIRD-PARTY-NOTICES.txt').replace('app.asar', 'app.asar.unpacked')
}

async function choosePreset(): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Open preset',
    properties: ['openFile'],
    filters: [
      { name: 'Batchyard presets', extensions: ['json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  for (const path of filePaths) await openPreset(path)
}

/** Opens a folder or text of the application's own; never a path that came from anywhere else. */
async function openPath(path: string): Promise<void> {
  const problem = await shell.openPath(path)
  if (problem !== '') logError(`${path} could not be opened: ${problem}`)
}
