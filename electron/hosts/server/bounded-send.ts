/** Bytes that wait for a slow page before nothing more is read from it and its event streams pause. */
export const waitingBytesToPause = 1024 * 1024

/** Bytes that wait for a page before it is given up: it has stopped reading. */
export const waitingBytesToEnd = 64 * 1024 * 1024

/** WebSocket close code: try again later. */
const tryAgainLater = 1013

/** What goes over a connection: text, or bytes. */
export type Outgoing = string | ArrayBufferLike | ArrayBufferView

/** Of a `ws` connection, what is needed to send with moderation. */
export interface SendingSocket {
  readonly bufferedAmount: number
  readonly readyState: number
  readonly OPEN: number
  readonly isPaused: boolean
  send(data: Outgoing, done: (error?: Error) => void): void
  pause(): void
  resume(): void
  close(code: number, reason: string): void
  terminate(): void
}

/**
 * Sends, and resolves once the page keeps up again. While it does not, nothing more is read from it, so
 * that what waits for it stays bounded by what it has already asked for; one that has asked for very much
 * and reads nothing is given up.
 */
export function sendBounded(socket: SendingSocket, data: Outgoing): Promise<void> {
  if (socket.readyState === socket.OPEN && socket.bufferedAmount > waitingBytesToEnd) {
    socket.close(tryAgainLater, 'The page does not read what it asked for')
    socket.terminate()
  }
  if (socket.readyState !== socket.OPEN) return Promise.resolve()
  return new Promise((resolve) => {
    socket.send(data, () => {
      if (socket.isPaused && socket.bufferedAmount <= waitingBytesToPause) socket.resume()
      resolve()
    })
    if (socket.bufferedAmount <= waitingBytesToPause) resolve()
    else socket.pause()
  })
}
