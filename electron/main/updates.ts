import { app, dialog } from 'electron/main'
import type { Activity } from './activity.ts'
import type { Settings } from './desktop-settings.ts'
import { logError } from './log.ts'
import { updateStep } from './update-policy.ts'
import type { UpdateStage } from './update-policy.ts'

/** The first look comes when the start is over, then one a day, in milliseconds. */
const firstLook = 60_000
const lookInterval = 24 * 60 * 60_000

/**
 * Looks for updates where the user chose a channel, as `update-policy.ts` decides. electron-updater checks
 * what it downloads: the signature on Windows and macOS, the digest in the release's list everywhere.
 */
export function followUpdates(settings: Settings, activity: Activity): void {
  let stage: UpdateStage = 'unknown'
  let isAtIt = false

  async function go(): Promise<void> {
    const { isPackaged } = app
    const channel = settings.present.updates
    const step = updateStep({ channel, isPackaged, isBusy: activity.isBusy, stage })
    if (step === 'nothing' || isAtIt) return
    isAtIt = true
    try {
      // Loaded only where somebody wants updates.
      const { default: updater } = await import('electron-updater')
      const { autoUpdater } = updater
      autoUpdater.autoDownload = false
      autoUpdater.autoInstallOnAppQuit = false
      autoUpdater.channel = channel === 'beta' ? 'beta' : 'latest'
      // Choosing a channel would allow it.
      autoUpdater.allowDowngrade = false
      if (step === 'look') {
        if ((await autoUpdater.checkForUpdates())?.isUpdateAvailable === true) stage = 'available'
      } else if (step === 'download') {
        await autoUpdater.downloadUpdate()
        stage = 'downloaded'
      } else {
        // A run may have begun while the question stood: then it is asked anew when that is over.
        const isWanted = await offer()
        if (!isWanted) stage = 'declined'
        else if (!activity.isBusy) autoUpdater.quitAndInstall()
      }
    } catch (error) {
      logError('Updates could not be looked for or fetched.', error)
      stage = 'unknown'
      return
    } finally {
      isAtIt = false
    }
    if (stage === 'available' || stage === 'downloaded') void go()
  }

  setTimeout(() => void go(), firstLook).unref()
  setInterval(() => {
    stage = 'unknown'
    void go()
  }, lookInterval).unref()
  activity.onChange(() => {
    if (stage !== 'unknown') void go()
  })
}

async function offer(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: 'Batchyard',
    message: 'An update of Batchyard is ready',
    detail: 'It is installed when Batchyard restarts. No run is at work now.',
    buttons: ['Restart now', 'Later'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
