import { app } from 'electron/main'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import type { Activity } from './activity.ts'
import type { Settings } from './desktop-settings.ts'
import { noArguments } from './dialog-requests.ts'
import { handle } from './handle.ts'
import { logError } from './log.ts'
import { sendCommand } from './page-commands.ts'
import { sleepProgram, type SleepProgram } from './sleep-program.ts'
import { EndCountdown, type EndAction } from './when-done.ts'

/** Sleeps or quits when everything is done, if that is wanted, and lets the interface call it off. After ready. */
export function endWhenDone(activity: Activity, settings: Settings, openWindow: () => void): void {
  const countdown = new EndCountdown(activity, {
    wanted: () => settings.present.whenDone,
    announce(action, seconds) {
      // Without a window nobody could call it off.
      openWindow()
      sendCommand({ type: 'countdown', action, seconds })
    },
    withdraw: () => sendCommand({ type: 'countdown-over' }),
    carryOut,
  })
  handle(desktopChannels.cancelCountdown, noArguments, () => countdown.cancel())
}

function carryOut(action: EndAction): void {
  if (action === 'quit') {
    app.quit()
    return
  }
  const program = sleepProgram(process.platform)
  if (program === null) {
    logError(`Batchyard knows no way to send a machine with ${process.platform} to sleep.`)
    return
  }
  void startProgram(program)
}

/** The main process starts programs for nothing else, so it has what that takes only from now on. */
async function startProgram({ file, words }: SleepProgram): Promise<void> {
  const { execFile } = await import('node:child_process')
  execFile(file, [...words], (error) => {
    if (error !== null) logError('The machine could not be sent to sleep.', error)
  })
}
