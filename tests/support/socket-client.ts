import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { WebSocket } from 'ws'
import type { contract } from '../../shared/contract/contract.ts'

/** A `ws` connection in the form in which a browser has it, which is what the client asks for. */
class BrowserLikeSocket extends EventTarget {
  readonly #socket: WebSocket

  constructor(socket: WebSocket) {
    super()
    this.#socket = socket
    socket.on('message', (data, isBinary) => {
      // `ws` hands over a Buffer unless it is told otherwise.
      if (!Buffer.isBuffer(data)) throw new TypeError('a message came in pieces')
      this.dispatchEvent(new MessageEvent('message', { data: isBinary ? data : data.toString('utf8') }))
    })
    socket.on('close', (code, reason) => {
      this.dispatchEvent(new CloseEvent('close', { code, reason: reason.toString() }))
    })
  }

  get readyState(): 0 | 1 | 2 | 3 {
    return this.#socket.readyState
  }

  send(data: string | Blob | ArrayBufferLike | ArrayBufferView): void {
    if (data instanceof Blob) throw new TypeError('a Blob cannot be sent at once')
    this.#socket.send(data)
  }
}

/** A client that speaks the contract over an open connection. */
export function clientOver(socket: WebSocket): ContractRouterClient<typeof contract> {
  return createORPCClient(new RPCLink({ websocket: new BrowserLikeSocket(socket) }))
}
