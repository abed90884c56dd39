import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Door } from '../support/door.ts'

let door: Door

beforeAll(async () => {
  door = await Door.open()
})

afterAll(async () => {
  await door[Symbol.asyncDispose]()
})

describe('the way in', () => {
  it('is a one-time token in the printed address, exchanged for a cookie', async () => {
    const address = new URL(door.server.newAddress())
    expect(address.host).toBe(`127.0.0.1:${door.server.port}`)
    expect(address.searchParams.get('token')).toMatch(/^[\w-]{43}$/u)
    const answer = await door.ask(address.pathname + address.search)
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(answer.headers['cache-control']).toBe('no-store')
    const [set] = answer.headers['set-cookie'] ?? []
    expect(set).toMatch(
      new RegExp(`^batchyard_${door.server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`, 'u'),
    )
  })

  it('token reuse: a used token opens nothing, and the page says how to get another one', async () => {
    const { pathname, search } = new URL(door.server.newAddress())
    expect((await door.ask(pathname + search)).status).toBe(303)
    const again = await door.ask(pathname + search)
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('press Enter')
  })

  it('token reuse: a browser that is in already goes on, as after going back in its history', async () => {
    const { pathname, search } = new URL(door.server.newAddress())
    const own = await door.admission(`http://x${pathname}${search}`)
    const again = await door.ask(pathname + search, { cookie: own })
    expect([again.status, again.headers.location]).toEqual([303, '/'])
  })

  it('token guessing: a wrong token opens nothing and does not spoil the right one', async () => {
    const { pathname, search } = new URL(door.server.newAddress())
    for (const wrong of ['', 'x', search.slice('?token='.length, -1), 'A'.repeat(43)]) {
      expect((await door.ask(`/?token=${wrong}`)).status).toBe(401)
    }
    expect((await door.ask(`/assets/main-1a2b.js${search}`)).status).toBe(401)
    expect((await door.ask(pathname + search, {}, 'HEAD')).status).toBe(401)
    expect((await door.ask(pathname + search)).status).toBe(303)
  })

  it('lets a second browser in with a second address', async () => {
    const second = await door.admission(door.server.newAddress())
    expect((await door.ask('/', { cookie: second })).status).toBe(200)
    expect((await door.askAdmitted('/')).status).toBe(200)
  })

  it('finds its own cookie among those of other programs on this host', async () => {
    const name = `batchyard_${door.server.port}`
    const mixed = `other=1; ${name}=planted; ${door.cookie}; batchyard_1=x`
    expect((await door.ask('/', { cookie: mixed })).status).toBe(200)
  })
})

describe('without the cookie nothing is served', () => {
  it.each(['/', '/index.html', '/assets/main-1a2b.js', '/engine', '/nothing', '/exports/run-1.csv'])(
    '%s',
    async (path) => {
      for (const headers of [
        {},
        { cookie: `batchyard_${door.server.port}=` },
        { cookie: `batchyard_${door.server.port}=x` },
      ]) {
        const answer = await door.ask(path, headers)
        expect(answer.status).toBe(401)
        expect(answer.body).toContain('has not been admitted')
      }
    },
  )

  it('a WebSocket', async () => {
    expect(await door.openSocket({ origin: `http://127.0.0.1:${door.server.port}` })).toBe(401)
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
    const headers = { host: host.replace('PORT', String(door.server.port)) }
    const answer = await door.askAdmitted('/', headers)
    expect(answer.status).toBe(421)
    expect(answer.body).not.toContain('the interface')
    expect(await door.openSocket({ ...door.ownHeaders(), ...headers })).toBe(421)
    const { search } = new URL(door.server.newAddress())
    expect((await door.ask(`/${search}`, headers)).headers['set-cookie']).toBeUndefined()
  })

  it('two hosts, or none, get nothing', async () => {
    for (const hosts of ['', `Host: 127.0.0.1:${door.server.port}\r\nHost: evil.example\r\n`]) {
      const reply = await door.rawRequest(
        `GET / HTTP/1.1\r\n${hosts}Cookie: ${door.cookie}\r\nConnection: close\r\n\r\n`,
      )
      expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /u)
      expect(reply).not.toContain('the interface')
    }
  })

  it('the name localhost is served as well', async () => {
    expect((await door.askAdmitted('/', { host: `localhost:${door.server.port}` })).status).toBe(200)
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
    const headers = { origin: origin.replace('PORT', String(door.server.port)) }
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await door.askAdmitted('/', headers, method)
      expect(answer.status).toBe(403)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect(await door.openSocket({ ...headers, cookie: door.cookie })).toBe(403)
  })

  it.each(['cross-site', 'same-site'])(
    'a request that the browser marks as %s gets nothing',
    async (site) => {
      for (const path of ['/', `/exports/run-${door.runId}.csv`]) {
        expect((await door.askAdmitted(path, { 'sec-fetch-site': site })).status).toBe(403)
      }
      expect(await door.openSocket({ ...door.ownHeaders(), 'sec-fetch-site': site })).toBe(403)
    },
  )

  it('a WebSocket that does not say where it comes from is refused', async () => {
    expect(await door.openSocket({ cookie: door.cookie })).toBe(403)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is not answered, even from the page',
    async (method) => {
      const answer = await door.askAdmitted('/', { origin: `http://127.0.0.1:${door.server.port}` }, method)
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
    const answer = await door.askAdmitted(path)
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toMatch(/secret|the interface/u)
  })

  it('a whole URL as the target', async () => {
    const reply = await door.rawRequest(
      `GET http://evil.example/index.html HTTP/1.1\r\nHost: 127.0.0.1:${door.server.port}\r\nCookie: ${door.cookie}\r\nConnection: close\r\n\r\n`,
    )
    expect(reply).toMatch(/^HTTP\/1\.1 400 /u)
  })
})
