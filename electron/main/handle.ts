import { ipcMain } from 'electron/main'
import type { IpcMainEvent, WebContents } from 'electron/main'
import type { z } from 'zod'
import { answerRequest } from './answer-request.ts'
import { logError } from './log.ts'

/**
 * The one door through which the interface asks the main process for an answer. No other file registers
 * handlers on `ipcMain`.
 *
 * Electron security checklist 17: the sender of every message is validated.
 *
 * @param schema of the arguments, as a tuple
 */
export function handle<Schema extends z.ZodType>(
  channel: string,
  schema: Schema,
  work: (input: z.output<Schema>, sender: WebContents) => unknown,
): void {
  ipcMain.handle(channel, (event, ...parameters: unknown[]) =>
    answerRequest(
      event.senderFrame,
      parameters,
      schema,
      (input) => work(input, event.sender),
      (error) => logError(`The request ${channel} failed.`, error),
    ),
  )
}

/** The same for messages that have no answer. One that is refused is logged. */
export function listen<Schema extends z.ZodType>(
  channel: string,
  schema: Schema,
  work: (input: z.output<Schema>, event: IpcMainEvent) => void,
): void {
  ipcMain.on(channel, (event, ...parameters: unknown[]) => {
    void answerRequest(
      event.senderFrame,
      parameters,
      schema,
      (input) => work(input, event),
      (error) => logError(`The message ${channel} could not be obeyed.`, error),
    ).then((reply) => {
      if (!reply.ok) logError(`The message ${channel} was refused: ${reply.error.message}`)
    })
  })
}
