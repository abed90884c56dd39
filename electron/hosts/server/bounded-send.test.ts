import { describe, expect, it } from 'vitest'
import { sendBounded, waitingBytesToEnd, waitingBytesToPause, type Outgoing } from './bounded-send.ts'

/** A connection whose other side reads only when it is told to. */
class SlowSocket {
  readonly OPEN = 1
  readyState = 1
  isPaused = false
  bufferedAmount = 0
  closed: number | null = null
  #waiting: (() => void)[] = []

  send(data: Outgoing, done: () => void): void {
    const size = typeof data === 'string' ? data.length : data.byteLength
    this.bufferedAmount += size
    this.#waiting.push(() => {
      this.bufferedAmount -= size
      done()
    })
  }

  /** The other side reads the oldest message. */
  read(): void {
    this.#waiting.shift()?.()
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  close(code: number): void {
    this.closed = code
  }

  terminate(): void {
    this.readyState = 3
  }
}

const half = 'x'.repeat(waitingBytesToPause / 2 + 1)

async function isSettled(promise: Promise<void>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), Promise.resolve().then(() => false)])
}

describe('sendBounded', () => {
  it('does not wait while the page keeps up', async () => {
    const socket = new SlowSocket()
    await sendBounded(socket, 'hello')
    expect(socket.isPaused).toBe(false)
  })

  it('waits for a slow page, and reads nothing from it meanwhile', async () => {
    const socket = new SlowSocket()
    await sendBounded(socket, half)
    const second = sendBounded(socket, half)
    expect(await isSettled(second)).toBe(false)
    expect(socket.isPaused).toBe(true)
    socket.read()
    expect(socket.isPaused).toBe(false)
    socket.read()
    await second
  })

  it('gives up a page that asks and never reads', async () => {
    const socket = new SlowSocket()
    void sendBounded(socket, 'x'.repeat(waitingBytesToEnd + 1))
    await sendBounded(socket, 'more')
    expect([socket.closed, socket.readyState]).toEqual([1013, 3])
    expect(socket.bufferedAmount).toBe(waitingBytesToEnd + 1)
  })
})
