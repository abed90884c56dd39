import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { createRouter } from '../../engine/api/router.ts'
import type { Engine } from '../../engine/engine.ts'
import { sendBounded, type Outgoing } from './bounded-send.ts'

/** The longest message that is taken, in bytes. A longer one ends the connection. */
export const maximumMessageSize = 1024 * 1024

/** What every message of the contract's protocol has: the number of its request, and what it is about. */
const messageSchema = z.object({
  i: z.string().max(100),
  t: z.int().min(1).max(4).optional(),
  p: z.unknown(),
})
const requestSchema = z.object({ u: z.string().regex(/^\//u) })

/** WebSocket close codes. */
const policyViolation = 1008
const goingAway = 1001

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
      addEventListener: <Kind extends keyof WebSocket.WebSocketEventMap>(
        type: Kind,
        listener: (event: WebSocket.WebSocketEventMap[Kind]) => void,
      ) => {
        webSocket.addEventListener(type, (event: WebSocket.WebSocketEventMap[Kind]) => {
          if ('data' in event && !isMessage(event.data)) webSocket.close(policyViolation, 'No such message')
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

/**
 * Whether the data is a message of the contract's protocol, as far as its outline goes; what it asks for is
 * checked by the contract. The interface never sends anything else.
 */
function isMessage(data: unknown): boolean {
  if (typeof data !== 'string') return false
  try {
    const message = messageSchema.parse(JSON.parse(data))
    return (message.t ?? 1) !== 1 || requestSchema.safeParse(message.p).success
  } catch {
    // Neither JSON nor a message: the connection ends for it.
    return false
  }
}
