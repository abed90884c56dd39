import { lstat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { shell } from 'electron/common'
import { app, BrowserWindow, dialog } from 'electron/main'
import type { FileFilter, OpenDialogOptions, WebContents } from 'electron/main'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { DesktopError } from './answer-request.ts'
import { noArguments, saveArguments, showArguments } from './dialog-requests.ts'
import { handle } from './handle.ts'
import { openFile } from './open-file.ts'

/** Answers the interface's requests for the system's dialogs. They belong to the window that asked. */
export function registerDialogs(): void {
  handle(desktopChannels.chooseFiles, noArguments, (_, sender) =>
    choose(sender, { title: 'Add files', properties: ['openFile', 'multiSelections', 'showHiddenFiles'] }),
  )
  handle(desktopChannels.chooseFolders, noArguments, (_, sender) =>
    choose(sender, { title: 'Add folders', properties: ['openDirectory', 'multiSelections'] }),
  )
  handle(desktopChannels.chooseSavePath, saveArguments, ([proposedName], sender) =>
    chooseSavePath(sender, proposedName),
  )
  handle(desktopChannels.showInFolder, showArguments, ([path]) => showInFolder(path))
  handle(desktopChannels.openFile, showArguments, ([path]) => openFile(path))
}

async function choose(sender: WebContents, options: OpenDialogOptions): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog(windowOf(sender), options)
  return filePaths
}

async function chooseSavePath(sender: WebContents, proposedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(windowOf(sender), {
    defaultPath: join(app.getPath('documents'), proposedName),
    filters: filtersFor(proposedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || filePath === '' ? null : filePath
}

function filtersFor(name: string): FileFilter[] {
  const all = { name: 'All files', extensions: ['*'] }
  const extension = extname(name).slice(1)
  return extension === '' ? [all] : [{ name: extension.toUpperCase(), extensions: [extension] }, all]
}

async function showInFolder(path: string): Promise<void> {
  try {
    await lstat(path)
  } catch {
    throw new DesktopError('NOT_FOUND', `${path} is no longer there, or may not be read.`)
  }
  shell.showItemInFolder(path)
}

function windowOf(sender: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(sender)
  if (window === null) throw new DesktopError('INTERNAL', 'The window that asked is gone.')
  return window
}
