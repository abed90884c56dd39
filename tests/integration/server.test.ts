import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { maximumMessageLength } from '../../electron/hosts/request-guard.ts'
import { startServer, type RunningServer } from '../../electron/hosts/server.ts'
import { localEngine, runEnd, type LocalEngine } from '../support/local-engine.ts'
import { clientOver } from '../support/socket-client.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let folder: TemporaryFolder
let local: LocalEngine
let server: RunningServer
let cookie: string
let runId: number

beforeAll(async () => {
  folder = await temporaryFolder()
  await mkdir(folder.at('interface', 'assets'), { recursive: true })
  await writeFile(folder.at('interface', 'index.html'), '<title>the interface</title>')
  await writeFile(folder.at('interface', 'assets', 'main-1a2b.js'), 'console.log(1)')
  await writeFile(folder.at('interface', '.secret'), 'secret')
  await writeFile(folder.at('secret.txt'), 'secret')
  await symlink(folder.at('secret.txt'), folder.at('interface', 'link.txt'))
  await mkdir(folder.at('in'))
  for (let index = 0; index < 50; index += 1) await writeFile(folder.at('in', `${index}.txt`), `${index}`)
  local = await localEngine(folder.at('data'))
  server = await startServer({ engine: local.engine, rendererDirectory: folder.at('interface'), port: 0 })
  cookie = await admission(server.url)
  const started = await local.client.runs.start({
    inputs: [{ kind: 'path', path: folder.at('in') }],
    task: { type: 'checksum' },
  })
  runId = started.runId
  await runEnd(local.client, runId)
})

afterAll(async () => {
  await server.close()
  await local[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** Sends a request exactly as given: nothing is resolved, encoded or added but the host. */
function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** As a browser that was let in asks. */
function askAdmitted(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return ask(path, { cookie, ...headers }, method)
}

/** Exchanges an address for the cookie it gives. */
async function admission(address: string): Promise<string> {
  const { pathname, search } = new URL(address)
  const answer = await ask(pathname + search)
  const [set = ''] = answer.headers['set-cookie'] ?? []
  return set.split(';')[0] ?? ''
}

/** Opens a WebSocket and gives either its connection or the status with which it was refused. */
function openSocket(headers: Record<string, string>, path = '/engine'): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', () => resolve(0))
  })
}

function ownHeaders(): Record<string, string> {
  return { origin: `http://127.0.0.1:${server.port}`, cookie }
}

/** The code with which the server ends a connection. */
function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
  })
}

describe('the way in', () => {
  it('is a one-time token in the printed address, exchanged for a cookie', async () => {
    const address = new URL(server.newAddress())
    expect(address.host).toBe(`127.0.0.1:${server.port}`)
    expect(address.searchParams.get('token')).toMatch(/^[\w-]{43}$/u)
    const answer = await ask(address.pathname + address.search)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(answer.headers['cache-control']).toBe('no-store')
    const [set] = answer.headers['set-cookie'] ?? []
    expect(set).toMatch(
      new RegExp(`^batchyard_${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`, 'u'),
    )
  })

  it('token reuse: a used token opens nothing, and the page says how to get another one', async () => {
    const { pathname, search } = new URL(server.newAddress())
    expect((await ask(pathname + search)).status).toBe(303)
    const again = await ask(pathname + search)
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('press Enter')
  })

  it('token reuse: a browser that is in already goes on, as after going back in its history', async () => {
    const { pathname, search } = new URL(server.newAddress())
    const own = await admission(`http://x${pathname}${search}`)
    const again = await ask(pathname + search, { cookie: own })
    expect([again.status, again.headers.location]).toEqual([303, '/'])
  })

  it('token guessing: a wrong token opens nothing and does not spoil the right one', async () => {
    const { pathname, search } = new URL(server.newAddress())
    for (const wrong of ['', 'x', search.slice('?token='.length, -1), 'A'.repeat(43)]) {
      expect((await ask(`/?token=${wrong}`)).status).toBe(401)
    }
    expect((await ask(`/assets/main-1a2b.js${search}`)).status).toBe(401)
    expect((await ask(pathname + search, {}, 'HEAD')).status).toBe(401)
    expect((await ask(pathname + search)).status).toBe(303)
  })

  it('lets a second browser in with a second address', async () => {
    const second = await admission(server.newAddress())
    expect((await ask('/', { cookie: second })).status).toBe(200)
    expect((await askAdmitted('/')).status).toBe(200)
  })

  it('finds its own cookie among those of other programs on this host', async () => {
    const name = `batchyard_${server.port}`
    const mixed = `other=1; ${name}=planted; ${cookie}; batchyard_1=x`
    expect((await ask('/', { cookie: mixed })).status).toBe(200)
  })
})

describe('without the cookie nothing is served', () => {
  it.each(['/', '/index.html', '/assets/main-1a2b.js', '/engine', '/nothing', '/exports/run-1.csv'])(
    '%s',
    async (path) => {
      for (const headers of [
        {},
        { cookie: `batchyard_${server.port}=` },
        { cookie: `batchyard_${server.port}=x` },
      ]) {
        const answer = await ask(path, headers)
        expect(answer.status).toBe(401)
        expect(answer.body).toContain('has not been admitted')
      }
    },
  )

  it('a WebSocket', async () => {
    expect(await openSocket({ origin: `http://127.0.0.1:${server.port}` })).toBe(401)
  })
})

describe('DNS rebinding', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:1',
    '0.0.0.0:PORT',
    '[::1]:PORT',
  ])('the host %s gets nothing, not even with the cookie', async (host) => {
    const headers = { host: host.replace('PORT', String(server.port)) }
    const answer = await askAdmitted('/', headers)
    expect(answer.status).toBe(421)
    expect(answer.body).not.toContain('the interface')
    expect(await openSocket({ ...ownHeaders(), ...headers })).toBe(421)
    const { search } = new URL(server.newAddress())
    expect((await ask(`/${search}`, headers)).headers['set-cookie']).toBeUndefined()
  })

  it('two hosts, or none, get nothing', async () => {
    for (const hosts of ['', `Host: 127.0.0.1:${server.port}\r\nHost: evil.example\r\n`]) {
      const reply = await rawRequest(
        `GET / HTTP/1.1\r\n${hosts}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      )
      expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /u)
      expect(reply).not.toContain('the interface')
    }
  })

  it('the name localhost is served as well', async () => {
    expect((await askAdmitted('/', { host: `localhost:${server.port}` })).status).toBe(200)
  })
})

describe('cross-site requests', () => {
  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
  ])('the origin %s gets nothing, and no CORS header', async (origin) => {
    const headers = { origin: origin.replace('PORT', String(server.port)) }
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await askAdmitted('/', headers, method)
      expect(answer.status).toBe(403)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect(await openSocket({ ...headers, cookie })).toBe(403)
  })

  it.each(['cross-site', 'same-site'])(
    'a request that the browser marks as %s gets nothing',
    async (site) => {
      for (const path of ['/', `/exports/run-${runId}.csv`]) {
        expect((await askAdmitted(path, { 'sec-fetch-site': site })).status).toBe(403)
      }
      expect(await openSocket({ ...ownHeaders(), 'sec-fetch-site': site })).toBe(403)
    },
  )

  it('a WebSocket that does not say where it comes from is refused', async () => {
    expect(await openSocket({ cookie })).toBe(403)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is not answered, even from the page',
    async (method) => {
      const answer = await askAdmitted('/', { origin: `http://127.0.0.1:${server.port}` }, method)
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
    },
  )
})

describe('path traversal', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '//secret.txt',
    '/%252e%252e/secret.txt',
    '/.secret',
    '/index.html%00.js',
    '/exports/../index.html',
    '/exports/run-1.csv/../../index.html',
  ])('%s', async (path) => {
    const answer = await askAdmitted(path)
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toMatch(/secret|the interface/u)
  })

  it('a whole URL as the target', async () => {
    const reply = await rawRequest(
      `GET http://evil.example/index.html HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    )
    expect(reply).toMatch(/^HTTP\/1\.1 400 /u)
  })
})

describe('what is served', () => {
  it('the page, with a strict policy and headers that keep others out', async () => {
    const answer = await askAdmitted('/')
    expect([answer.status, answer.body]).toEqual([200, '<title>the interface</title>'])
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /u)
    expect(answer.headers['content-security-policy']).not.toMatch(/unsafe-eval|\*|https?:/u)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
  })

  it('its files, which the browser may keep but asks about', async () => {
    const answer = await askAdmitted('/assets/main-1a2b.js')
    expect([answer.status, answer.body]).toEqual([200, 'console.log(1)'])
    expect(answer.headers['content-type']).toMatch(/javascript/u)
    expect(answer.headers['cache-control']).toBe('private, no-cache')
    const again = await askAdmitted('/assets/main-1a2b.js', { 'if-none-match': answer.headers.etag })
    expect(again.status).toBe(304)
  })

  it('nothing else', async () => {
    expect((await askAdmitted('/nothing')).status).toBe(404)
    expect((await askAdmitted('/engine')).status).toBe(426)
    expect(await openSocket(ownHeaders(), '/')).toBe(404)
    expect(await openSocket(ownHeaders(), '/engine/x')).toBe(404)
    expect(await openSocket(ownHeaders(), '/engine?x')).toBe(404)
  })

  it('no token and no cookie in what is logged', () => {
    const secret = cookie.split('=')[1] ?? ''
    expect(local.logged.join('\n')).not.toContain(secret)
    expect(local.logged.join('\n')).not.toContain('token')
  })
})

describe('the WebSocket', () => {
  async function connection(): Promise<WebSocket> {
    const socket = await openSocket(ownHeaders())
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    return socket
  }

  it('speaks the contract', async () => {
    const socket = await connection()
    const client = clientOver(socket)
    expect((await client.engine.info()).dataDirectory).toBe(folder.at('data'))
    const page = await client.runs.results({ runId, limit: 10 })
    expect([page.total, page.rows.length]).toEqual([50, 10])
    await expect(client.runs.get({ runId: 999 })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
      message: 'There is no run 999.',
    })
    await expect(client.runs.results({ runId, limit: 1_000_000 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    socket.close()
    await once(socket, 'close')
  })

  it('an oversized message ends the connection, and only that one', async () => {
    const other = await connection()
    const socket = await connection()
    socket.send('x'.repeat(maximumMessageLength + 1))
    const code = await closeCode(socket)
    expect(code).toBe(1009)
    expect(other.readyState).toBe(WebSocket.OPEN)
    other.close()
  })

  it.each(['not json', '{}', '[]', 'null', '{"i":1,"p":{}}', '{"i":"1","p":{"u":7}}', '{"i":"1","t":9}'])(
    'a message that is nonsense (%s) ends the connection, and only that one',
    async (text) => {
      const other = await connection()
      const socket = await connection()
      socket.send(text)
      const code = await closeCode(socket)
      expect(code).toBe(1008)
      expect((await clientOver(other).engine.info()).protocolVersion).toBe(1)
      other.close()
    },
  )

  it('binary data ends the connection', async () => {
    const socket = await connection()
    socket.send(Buffer.from('{"i":"1","p":{"u":"/engine/info"}}'))
    const code = await closeCode(socket)
    expect(code).toBe(1008)
  })

  it('a request for something that does not exist is answered', async () => {
    const socket = await connection()
    socket.send('{"i":"1","p":{"u":"/no/such"}}')
    const data = await new Promise<unknown>((resolve) => socket.once('message', resolve))
    expect(JSON.parse(String(data))).toMatchObject({ i: '1', p: { s: 404 } })
    socket.close()
  })

  it('is closed with the server, which then listens no more', async () => {
    const second = await startServer({
      engine: local.engine,
      rendererDirectory: folder.at('interface'),
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

describe('a download', () => {
  it('is the CSV, as an attachment', async () => {
    const answer = await askAdmitted(`/exports/run-${runId}.csv`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="run-${runId}.csv"`)
    const path = folder.at('same.csv')
    await local.client.exports.csv({ runId, path })
    expect(answer.body).toBe(await readFile(path, 'utf8'))
    expect(answer.body.trimEnd().split('\r\n')).toHaveLength(51)
  })

  it('has the columns and the form that were asked for', async () => {
    const answer = await askAdmitted(
      `/exports/run-${runId}.csv?columns=digest,path&byteOrderMark=true&escapeFormulas=false`,
    )
    expect(answer.body).toMatch(/^\uFEFFdigest,path\r\n/u)
  })

  it.each([
    ['/exports/run-999.csv', 404],
    ['/exports/run-0.csv', 404],
    ['/exports/run-1e1.csv', 404],
    ['/exports/run-1.csv?columns=nope', 400],
    ['/exports/run-1.csv?columns=', 400],
    ['/exports/run-1.csv?byteOrderMark=yes', 400],
    ['/exports/run-1.csv?nonsense=1', 400],
    ['/exports/run-1.csv?columns=path&columns=seq', 400],
  ])('%s is answered with %d in plain words', async (path, status) => {
    const answer = await askAdmitted(path)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body.length).toBeGreaterThan(10)
  })

  it('of a run whose reader leaves leaves the server at work', async () => {
    const asked = request({
      host: '127.0.0.1',
      port: server.port,
      path: `/exports/run-${runId}.csv`,
      headers: { cookie },
    })
    asked.end()
    await new Promise<void>((resolve) => {
      asked.once('response', (response) => {
        response.once('close', resolve)
        response.destroy()
      })
    })
    expect((await askAdmitted('/')).status).toBe(200)
  })
})

describe('startServer', () => {
  it('says that a port is taken', async () => {
    const options = { engine: local.engine, rendererDirectory: folder.at('interface') }
    await expect(startServer({ ...options, port: server.port })).rejects.toThrow(
      `Port ${server.port} is taken`,
    )
  })

  it('says that the interface was not built', async () => {
    const options = { engine: local.engine, rendererDirectory: folder.at('nowhere') }
    await expect(startServer({ ...options, port: 0 })).rejects.toThrow('npm run build')
  })
})

/** Sends text over a plain connection and gives back all that comes until its end. */
async function rawRequest(text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  let reply = ''
  socket.setEncoding('utf8')
  socket.on('data', (data: string) => (reply += data))
  socket.write(text)
  await once(socket, 'close')
  return reply
}
