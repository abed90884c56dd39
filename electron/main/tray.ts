import { join } from 'node:path'
import { app, BrowserWindow, Menu, Tray } from 'electron/main'
import type { Activity } from './activity.ts'

/**
 * While Batchyard is at work without a window, an icon in the tray says so and leads back to it. It stays
 * until there is a window again, so that a run that ended meanwhile is found.
 */
export function showTrayWithoutWindow(activity: Activity, openWindow: () => void): void {
  let tray: Tray | null = null

  function show(): void {
    tray ??= makeTray(openWindow)
    const { running, fraction } = activity.present
    const percent = fraction === null ? '' : ` ${Math.floor(fraction * 100)} %`
    tray.setToolTip(running > 0 ? `Batchyard: running${percent}` : 'Batchyard')
  }

  app.on('window-all-closed', () => {
    // On macOS the dock does the same.
    if (process.platform !== 'darwin' && activity.isBusy) show()
  })
  app.on('browser-window-created', () => {
    tray?.destroy()
    tray = null
  })
  activity.onChange(() => {
    if (tray !== null && BrowserWindow.getAllWindows().length === 0) show()
  })
}

function makeTray(openWindow: () => void): Tray {
  const tray = new Tray(join(import.meta.dirname, '../../resources/icons/32x32.png'))
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Batchyard', click: openWindow },
      { type: 'separator' },
      { label: 'Quit', click: () => app.quit() },
    ]),
  )
  tray.on('click', openWindow)
  return tray
}
