import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../../electron/hosts/server.ts'
import { Door } from '../support/door.ts'

let door: Door

beforeAll(async () => {
  door = await Door.open()
})

afterAll(async () => {
  await door[Symbol.asyncDispose]()
})

describe('what is served', () => {
  it('the page, with a strict policy and headers that keep others out', async () => {
    const answer = await door.askAdmitted('/')
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
    const answer = await door.askAdmitted('/assets/main-1a2b.js')
    expect([answer.status, answer.body]).toEqual([200, 'console.log(1)'])
    expect(answer.headers['content-type']).toMatch(/javascript/u)
    expect(answer.headers['cache-control']).toBe('private, no-cache')
    const again = await door.askAdmitted('/assets/main-1a2b.js', { 'if-none-match': answer.headers.etag })
    expect(again.status).toBe(304)
  })

  it('nothing else', async () => {
    expect((await door.askAdmitted('/nothing')).status).toBe(404)
    expect((await door.askAdmitted('/engine')).status).toBe(426)
    expect(await door.openSocket(door.ownHeaders(), '/')).toBe(404)
    expect(await door.openSocket(door.ownHeaders(), '/engine/x')).toBe(404)
    expect(await door.openSocket(door.ownHeaders(), '/engine?x')).toBe(404)
  })

  it('no token and no cookie in what is logged', () => {
    const secret = door.cookie.split('=')[1] ?? ''
    expect(door.local.logged.join('\n')).not.toContain(secret)
    expect(door.local.logged.join('\n')).not.toContain('token')
  })
})

describe('a download', () => {
  it('is the CSV, as an attachment', async () => {
    const answer = await door.askAdmitted(`/exports/run-${door.runId}.csv`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="run-${door.runId}.csv"`)
    const path = door.folder.at('same.csv')
    await door.local.client.exports.csv({ runId: door.runId, path })
    expect(answer.body).toBe(await readFile(path, 'utf8'))
    expect(answer.body.trimEnd().split('\r\n')).toHaveLength(51)
  })

  it('has the columns and the form that were asked for', async () => {
    const answer = await door.askAdmitted(
      `/exports/run-${door.runId}.csv?columns=digest,path&byteOrderMark=true&escapeFormulas=false`,
    )
    expect(answer.body).toMatch(/^\uFEFFdigest,path\r\n/u)
  })

  it('is that of a comparison of two runs', async () => {
    const { runId } = door
    const answer = await door.askAdmitted(`/exports/comparison-${runId}-${runId}.csv`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="comparison-${runId}-${runId}.csv"`,
    )
    const path = door.folder.at('compared.csv')
    await door.local.client.exports.comparison({ before: runId, after: runId, path })
    expect(answer.body).toBe(await readFile(path, 'utf8'))
    expect(answer.body.trimEnd().split('\r\n')).toHaveLength(51)
  })

  it.each([
    ['/exports/run-999.csv', 404],
    ['/exports/comparison-1-999.csv', 404],
    ['/exports/comparison-1.csv', 404],
    ['/exports/comparison-0-1.csv', 404],
    ['/exports/run-0.csv', 404],
    ['/exports/run-1e1.csv', 404],
    ['/exports/run-1.csv?columns=nope', 400],
    ['/exports/run-1.csv?columns=', 400],
    ['/exports/run-1.csv?byteOrderMark=yes', 400],
    ['/exports/run-1.csv?nonsense=1', 400],
    ['/exports/run-1.csv?columns=path&columns=seq', 400],
  ])('%s is answered with %d in plain words', async (path, status) => {
    const answer = await door.askAdmitted(path)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body.length).toBeGreaterThan(10)
  })

  it('of a run whose reader leaves leaves the server at work', async () => {
    const asked = request({
      host: '127.0.0.1',
      port: door.server.port,
      path: `/exports/run-${door.runId}.csv`,
      headers: { cookie: door.cookie },
    })
    asked.end()
    await new Promise<void>((resolve) => {
      asked.once('response', (response) => {
        response.once('close', resolve)
        response.destroy()
      })
    })
    expect((await door.askAdmitted('/')).status).toBe(200)
  })
})

describe('startServer', () => {
  it('says that a port is taken', async () => {
    const options = { engine: door.local.engine, rendererDirectory: door.folder.at('interface') }
    await expect(startServer({ ...options, port: door.server.port })).rejects.toThrow(
      `Port ${door.server.port} is taken`,
    )
  })

  it('says that the interface was not built', async () => {
    const options = { engine: door.local.engine, rendererDirectory: door.folder.at('nowhere') }
    await expect(startServer({ ...options, port: 0 })).rejects.toThrow('npm run build')
  })
})
