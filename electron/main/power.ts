import { powerMonitor, powerSaveBlocker } from 'electron/main'
import type { Activity } from './activity.ts'
import type { EngineProcess } from './engine-process.ts'

/** Keeps the machine from falling asleep by itself while a run is at work, and no moment longer. */
export function stayAwakeWhileRunning(activity: Activity): void {
  let blocker: number | null = null
  activity.onChange(({ running }) => {
    if (running > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  })
}

/** A lid that is closed sends the machine to sleep all the same: no item is to fail by its time limit for that. */
export function tellEngineOfSleep(engine: EngineProcess): void {
  powerMonitor.on('suspend', () => engine.holdTimeLimits())
  powerMonitor.on('resume', () => engine.releaseTimeLimits())
}
