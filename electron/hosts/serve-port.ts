import type { RPCHandler } from '@orpc/server/message-port'
import type { MessageEvent } from 'electron/utility'
import { isRequestMessage } from './request-guard.ts'

/** A port as Electron gives it to a utility process. */
export type EnginePort = MessageEvent['ports'][number]

/**
 * Serves the contract on one port until either side closes it. A message that is no request closes the
 * port: the interface never sends one, and asks for a new port if it was a mistake.
 *
 * @param log told of a port that was closed for that reason
 */
export function servePort(
  handler: RPCHandler<Record<never, never>>,
  port: EnginePort,
  log: (message: string) => void,
): void {
  handler.upgrade({
    on(event, callback) {
      if (event === 'close') port.on('close', () => callback())
      if (event !== 'message') return
      port.on('message', (event) => {
        const data: unknown = event.data
        if (isRequestMessage(data)) {
          callback({ data })
          return
        }
        log('A window sent the engine something that is no request; its connection was closed.')
        port.close()
      })
    },
    postMessage(message: unknown) {
      port.postMessage(message)
    },
  })
  port.start()
}
