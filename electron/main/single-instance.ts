import { app } from 'electron/main'
import { handOverSchema } from './opened-words.ts'
import type { HandOver } from './opened-words.ts'

/**
 * Makes this process the one Batchyard of its user. False where there already is one, which is then told
 * what this one was started with; this process must quit.
 *
 * @param own what this process was started with
 * @param onSecondStart called whenever the user starts Batchyard once more, with what that was started with
 */
export function becomeOnlyInstance(own: HandOver, onSecondStart: (handOver: HandOver) => void): boolean {
  if (!app.requestSingleInstanceLock(own)) return false
  app.on('second-instance', (_event, _argv, _folder, handedOver) => {
    // Not `argv`, which Chromium sorts anew.
    const parsed = handOverSchema.safeParse(handedOver)
    onSecondStart(parsed.success ? parsed.data : { words: [], folder: '/' })
  })
  return true
}
