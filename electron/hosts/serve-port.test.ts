import { EventEmitter, once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { eventIterator, os } from '@orpc/server'
import type { RouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isRequestMessage, maximumMessageLength } from './request-guard.ts'
import { servePort } from './serve-port.ts'
import type { EnginePort } from './serve-port.ts'

const router = {
  double: os.input(z.number()).handler(({ input }) => input * 2),
  count: os
    .input(z.number())
    .output(eventIterator(z.number()))
    .handler(async function* ({ input }) {
      for (let value = 1; value <= input; value += 1) yield value
    }),
}

/** A port of Node in the form of Electron's: events carry `data` and `ports`. */
class NodeEnginePort extends EventEmitter implements EnginePort {
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    port.on('close', () => this.emit('close'))
    // Node starts a port as soon as somebody listens; Electron waits for `start`.
    port.unref()
  }
  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }
  start(): void {
    this.#port.ref()
    this.#port.start()
  }
  close(): void {
    this.#port.close()
  }
}

const opened: MessagePort[] = []

function serve() {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  const log: string[] = []
  servePort(new RPCHandler(router), new NodeEnginePort(port1), (message) => log.push(message))
  const client: RouterClient<typeof router> = createORPCClient(new RPCLink({ port: port2 }))
  port2.start()
  return { client, page: port2, log }
}

afterEach(() => {
  for (const port of opened.splice(0)) port.close()
})

describe('servePort', () => {
  it('answers requests', async () => {
    const { client } = serve()
    expect(await client.double(21)).toBe(42)
  })

  it('streams events', async () => {
    const { client } = serve()
    const seen: number[] = []
    for await (const value of await client.count(3)) seen.push(value)
    expect(seen).toEqual([1, 2, 3])
  })

  it.each([
    ['text that is no JSON', '{'],
    ['bytes', new Uint8Array([255, 0, 255])],
    ['an object', { i: '1', p: { u: '/double' } }],
    ['nothing', null],
    ['a request without an address', JSON.stringify({ i: '1', p: {} })],
    ['an address of another host', JSON.stringify({ i: '1', p: { u: 'http://example.org/double' } })],
    ['a file', JSON.stringify({ i: '1', p: { u: '/double', h: { 'content-disposition': 'attachment' } } })],
    ['a stream', JSON.stringify({ i: '1', p: { u: '/double', h: { 'Content-Type': 'text/event-stream' } } })],
    ['events for a stream', JSON.stringify({ i: '1', t: 3, p: { e: 'message' } })],
  ])('closes the port when it is sent %s', async (_, message) => {
    const { page, log } = serve()
    const closed = once(page, 'close')
    page.postMessage(message)
    await closed
    expect(log).toHaveLength(1)
  })

  it('answers an unknown procedure and a wrong input with an error, and stays open', async () => {
    const { client, page, log } = serve()
    const answer = once(page, 'message')
    page.postMessage(JSON.stringify({ i: 'x', p: { u: '/nothing' } }))
    expect(JSON.stringify(await answer)).toContain('404')
    const request: unknown = 'no number'
    await expect(Reflect.apply(client.double, undefined, [request])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    expect(await client.double(1)).toBe(2)
    expect(log).toEqual([])
  })

  it('survives every message that has the form of a request', async () => {
    const { client, page } = serve()
    const text = fc.oneof(fc.string(), fc.constantFrom('/double', '/count', '/__proto__', '/%', '//', '/..'))
    const message = fc.record(
      {
        // Never a number: the client's own requests have numbers, and the answer to one of these is not theirs.
        i: fc.oneof(
          fc.string().map((part) => `!${part}`),
          fc.constantFrom('__proto__', 'constructor'),
        ),
        t: fc.constantFrom(1, 4),
        p: fc.record(
          {
            u: text.map((part) => (part.startsWith('/') ? part : `/${part}`)),
            b: fc.jsonValue(),
            h: fc.dictionary(fc.string(), fc.string()),
            m: fc.constantFrom('GET', 'POST', 'x'),
          },
          { requiredKeys: ['u'] },
        ),
      },
      { requiredKeys: ['i', 'p'] },
    )
    await fc.assert(
      fc.asyncProperty(message, async (value) => {
        const sent = JSON.stringify(value)
        fc.pre(isRequestMessage(sent))
        page.postMessage(sent)
        expect(await client.double(2)).toBe(4)
      }),
      { numRuns: 500 },
    )
  })
})

describe('isRequestMessage', () => {
  it('refuses a message that is too long', () => {
    const message = JSON.stringify({ i: '1', p: { u: '/double', b: 'x'.repeat(maximumMessageLength) } })
    expect(isRequestMessage(message)).toBe(false)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json()), (message) => {
        expect(typeof isRequestMessage(message)).toBe('boolean')
      }),
    )
  })
})
