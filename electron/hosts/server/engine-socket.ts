import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { createRouter } from '../../engine/api/router.ts'
import type { Engine } from '../../engine/engine.ts'

/** The longest message that is taken, in bytes. A longer one ends the connection. */
export const maximumMessageSize = 1024 * 1024

/** Bytes that wait for a slow page before nothing more is read from it and its event streams pause. */
const waitingBytesToPause = 1024 * 1024

/** Bytes that wait for a page before it is given up: it has stopped reading. */
const waitingBytesToEnd = 64 * 1024 * 1024

/** WebSocket close codes. */
const goingAway = 1001
const tryAgainLater = 1013

/** The contract over WebSockets, one connection for each open page. */
export class EngineSocket {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maximumMessageSize,
    perMessageDeflate: false,
    clientTracking: true,
  })
  readonly #handler: RPCHandler<Record<never, never>>
  readonly #log: Engine['log']

  constructor(engine: Engine) {
    this.#handler = new RPCHandler(createRouter(engine))
    this.#log = engine.log
  }

  /** Takes over a connection whose request has passed every check. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket))
  }

  /** Ends all connections. */
  close(): void {
    for (const webSocket of this.#sockets.clients) {
      webSocket.close(goingAway, 'Batchyard is shutting down')
      webSocket.terminate()
    }
    this.#sockets.close()
  }

  #serve(webSocket: WebSocket): void {
    // Too long a message, or one that is no WebSocket message: `ws` closes the connection by itself.
    webSocket.on('error', () => undefined)
    const bounded = {
      addEventListener: webSocket.addEventListener.bind(webSocket),
      send: (data: string | ArrayBufferLike | ArrayBufferView<ArrayBufferLike>) =>
        sendBounded(webSocket, data),
    }
    this.#handler.upgrade(bounded).catch((error: unknown) => {
      this.#log('A connection of the interface could not be served.', error)
      webSocket.terminate()
    })
  }
}

/**
 * Sends, and resolves once the page keeps up again. While it does not, nothing more is read from it, so
 * that what waits for it stays bounded by what it has already asked for.
 */
function sendBounded(
  webSocket: WebSocket,
  data: string | ArrayBufferLike | ArrayBufferView<ArrayBufferLike>,
): Promise<void> {
  if (webSocket.bufferedAmount > waitingBytesToEnd) {
    webSocket.close(tryAgainLater, 'The page does not read what it asked for')
    webSocket.terminate()
  }
  if (webSocket.readyState !== webSocket.OPEN) return Promise.resolve()
  return new Promise((resolve) => {
    webSocket.send(data, () => {
      if (webSocket.isPaused && webSocket.bufferedAmount <= waitingBytesToPause) webSocket.resume()
      resolve()
    })
    if (webSocket.bufferedAmount <= waitingBytesToPause) resolve()
    else webSocket.pause()
  })
}
