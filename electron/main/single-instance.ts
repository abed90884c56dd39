import { app } from 'electron/main'

/**
 * Makes this process the one Batchyard of its user. False where there already is one, which is then told;
 * this process must quit.
 *
 * @param onSecondStart called whenever the user starts Batchyard once more
 */
export function becomeOnlyInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  return true
}
