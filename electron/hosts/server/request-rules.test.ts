import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTarget, refuse, type RequestLine } from './request-rules.ts'

const port = 4321

function request(change: Partial<RequestLine>, headers: RequestLine['headers'] = {}): RequestLine {
  return {
    method: 'GET',
    url: '/',
    hostCount: 1,
    ...change,
    headers: { host: `127.0.0.1:${port}`, ...headers },
  }
}

describe('refuse', () => {
  it('lets a plain request of the page pass', () => {
    expect(refuse(request({}), port, false)).toBeNull()
    expect(refuse(request({ method: 'HEAD' }, { host: `localhost:${port}` }), port, false)).toBeNull()
    const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' } as const
    expect(refuse(request({}, own), port, true)).toBeNull()
  })

  it.each([
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port}.evil.example`,
    `[::1]:${port}`,
    '',
  ])('does not answer to the host %j', (host) => {
    expect(refuse(request({}, { host }), port, false)?.status).toBe(421)
  })

  it('does not answer without a host, or with two', () => {
    expect(refuse({ ...request({}), headers: {}, hostCount: 0 }, port, false)?.status).toBe(421)
    expect(refuse(request({ hostCount: 2 }), port, false)?.status).toBe(421)
  })

  it.each([
    'null',
    'http://evil.example',
    'http://127.0.0.1:1',
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
  ])('refuses the origin %s on a page of another name', (origin) => {
    expect(refuse(request({}, { origin }), port, false)?.status).toBe(403)
  })

  it('refuses a WebSocket that does not say where it comes from', () => {
    expect(refuse(request({}), port, true)?.status).toBe(403)
  })

  it.each(['cross-site', 'same-site'])('refuses what the browser calls %s', (site) => {
    expect(refuse(request({}, { 'sec-fetch-site': site }), port, false)?.status).toBe(403)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])('does not answer to %s', (method) => {
    expect(refuse(request({ method }), port, false)?.status).toBe(405)
  })
})

describe('parseTarget', () => {
  it.each([
    '//evil.example/x',
    'http://evil.example/',
    '/../secret',
    '/assets/../../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/..%5csecret',
    '/a\\b',
    '/%00',
    '/%',
    '*',
    '',
  ])('refuses %j', (target) => {
    expect(parseTarget(target)).toBeNull()
  })

  it('gives path and query of a plain target', () => {
    const target = parseTarget('/exports/run-1.csv?columns=a%2Cb')
    expect(target?.pathname).toBe('/exports/run-1.csv')
    expect(target?.searchParams.get('columns')).toBe('a,b')
  })

  it('never gives a path that leads upwards', () => {
    const piece = fc.constantFrom('..', '.', '/', '%2e', '%2f', '%5c', '\\', 'a', '?', '#', '%00', '%252e')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const target = parseTarget(`/${pieces.join('')}`)
        if (target === null) return
        expect(target.host).toBe('127.0.0.1')
        expect(decodeURIComponent(target.pathname).split('/')).not.toContain('..')
      }),
    )
  })
})
