import { BrowserWindow, Notification } from 'electron/main'
import type { EndedRun } from '../../shared/contract/engine-news.ts'
import type { Activity } from './activity.ts'
import type { Settings } from './desktop-settings.ts'
import { notificationText } from './notification-text.ts'

/** Kept until they are gone, since a notification that is collected as garbage no longer answers a click. */
const shown = new Set<Notification>()

/** Says that a run is over, where nobody is looking at Batchyard and that is wanted. */
export function notifyOfEndedRuns(
  activity: Activity,
  settings: Settings,
  showRun: (runId: number) => void,
): void {
  activity.onRunEnded((run) => {
    if (!settings.present.notifications) return
    if (BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return
    notify(run, showRun)
  })
}

function notify(run: EndedRun, showRun: (runId: number) => void): void {
  const notification = new Notification(notificationText(run))
  shown.add(notification)
  notification.on('click', () => {
    shown.delete(notification)
    showRun(run.runId)
  })
  notification.on('close', () => void shown.delete(notification))
  notification.show()
}
