import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { maximumMessageLength } from '../../electron/hosts/request-guard.ts'
import { startServer } from '../../electron/hosts/server.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import { Door } from '../support/door.ts'
import { clientOver } from '../support/socket-client.ts'

let door: Door

beforeAll(async () => {
  door = await Door.open()
})

afterAll(async () => {
  await door[Symbol.asyncDispose]()
})

/** The code with which the server ends a connection. */
function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
  })
}

describe('the WebSocket', () => {
  it('speaks the contract', async () => {
    const socket = await door.connection()
    const client = clientOver(socket)
    expect((await client.engine.info()).dataDirectory).toBe(door.folder.at('data'))
    const page = await client.runs.results({ runId: door.runId, limit: 10 })
    expect([page.total, page.rows.length]).toEqual([50, 10])
    await expect(client.runs.get({ runId: 999 })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
      message: 'There is no run 999.',
    })
    await expect(client.runs.results({ runId: door.runId, limit: 1_000_000 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    socket.close()
    await once(socket, 'close')
  })

  it('an oversized message ends the connection, and only that one', async () => {
    const other = await door.connection()
    const socket = await door.connection()
    socket.send('x'.repeat(maximumMessageLength + 1))
    const code = await closeCode(socket)
    expect(code).toBe(1009)
    expect(other.readyState).toBe(WebSocket.OPEN)
    other.close()
  })

  it.each(['not json', '{}', '[]', 'null', '{"i":1,"p":{}}', '{"i":"1","p":{"u":7}}', '{"i":"1","t":9}'])(
    'a message that is nonsense (%s) ends the connection, and only that one',
    async (text) => {
      const other = await door.connection()
      const socket = await door.connection()
      socket.send(text)
      const code = await closeCode(socket)
      expect(code).toBe(1008)
      expect((await clientOver(other).engine.info()).protocolVersion).toBe(protocolVersion)
      other.close()
    },
  )

  it('binary data ends the connection', async () => {
    const socket = await door.connection()
    socket.send(Buffer.from('{"i":"1","p":{"u":"/engine/info"}}'))
    const code = await closeCode(socket)
    expect(code).toBe(1008)
  })

  it('a request for something that does not exist is answered', async () => {
    const socket = await door.connection()
    socket.send('{"i":"1","p":{"u":"/no/such"}}')
    const data = await new Promise<unknown>((resolve) => socket.once('message', resolve))
    expect(JSON.parse(String(data))).toMatchObject({ i: '1', p: { s: 404 } })
    socket.close()
  })

  it('is closed with the server, which then listens no more', async () => {
    const second = await startServer({
      engine: door.local.engine,
      rendererDirectory: door.folder.at('interface'),
      port: 0,
    })
    const { pathname, search } = new URL(second.url)
    const set = await new Promise<string>((resolve) => {
      request({ host: '127.0.0.1', port: second.port, path: pathname + search }, (response) => {
        response.resume()
        resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
      }).end()
    })
    const socket = new WebSocket(`ws://127.0.0.1:${second.port}/engine`, {
      headers: { origin: `http://127.0.0.1:${second.port}`, cookie: set },
    })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await second.close()
    await closed
    await expect(once(connect(second.port, '127.0.0.1'), 'connect')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})
