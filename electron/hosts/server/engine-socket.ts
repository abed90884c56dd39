import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { createRouter } from '../../engine/api/router.ts'
import type { Engine } from '../../engine/engine.ts'
import { isRequestMessage, maximumMessageLength } from '../request-guard.ts'
import { sendBounded, type Outgoing } from './bounded-send.ts'

/** WebSocket close codes. */
const policyViolation = 1008
const goingAway = 1001

/** The contract over WebSockets, one connection for each open page. */
export class EngineSocket {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    // In bytes, of which a character has at least one. A longer message ends the connection.
    maxPayload: maximumMessageLength,
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
      addEventListener: <Kind extends keyof WebSocket.WebSocketEventMap>(
        type: Kind,
        listener: (event: WebSocket.WebSocketEventMap[Kind]) => void,
      ) => {
        webSocket.addEventListener(type, (event: WebSocket.WebSocketEventMap[Kind]) => {
          if ('data' in event && !isRequestMessage(event.data))
            webSocket.close(policyViolation, 'This is no request')
          else listener(event)
        })
      },
      send: (data: Outgoing) => sendBounded(webSocket, data),
    }
    this.#handler.upgrade(bounded).catch((error: unknown) => {
      this.#log('A connection of the interface could not be served.', error)
      webSocket.terminate()
    })
  }
}
