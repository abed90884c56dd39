import { BrowserWindow } from 'electron/main'
import type { EngineActivity } from '../../shared/contract/engine-news.ts'
import type { Activity } from './activity.ts'

/** Anything above 1 is progress of an unknown extent, anything below 0 is none. */
const unknownExtent = 2
const none = -1

/** Shows in the dock or the task bar how far the runs are. */
export function showProgress(activity: Activity): void {
  activity.onChange((present) => {
    for (const window of BrowserWindow.getAllWindows()) {
      window.setProgressBar(progressOf(present), {
        mode: present.paused > 0 && present.running === 0 ? 'paused' : 'normal',
      })
    }
  })
}

function progressOf({ running, paused, fraction }: EngineActivity): number {
  if (running + paused === 0) return none
  return fraction ?? unknownExtent
}
