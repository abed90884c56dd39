import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../shared/contract/page-policy.ts'
import { createAppResponder, resolveAppPath } from './app-files.ts'

const root = resolve('/srv/interface')

describe('resolveAppPath', () => {
  it.each([
    ['app://batchyard', 'index.html'],
    ['app://batchyard/', 'index.html'],
    ['app://batchyard/index.html?x=1#/runs', 'index.html'],
    ['app://batchyard/assets/index-B1_c.js', 'assets/index-B1_c.js'],
    ['app://batchyard/assets/../index.html', 'index.html'],
  ])('resolves %s', (address, path) => {
    expect(resolveAppPath(root, address)).toBe(join(root, path))
  })

  it.each([
    'app://other/index.html',
    'https://batchyard/index.html',
    'app://batchyard/.env',
    'app://batchyard/assets/.hidden',
    'app://batchyard//etc/passwd',
    'app://batchyard/assets//index.js',
    'app://batchyard/assets/',
    'app://batchyard/..%2f..%2fetc/passwd',
    'app://batchyard/%2e%2e%5c%2e%2e%5cwindows',
    'app://batchyard/..%252f..%252fetc/passwd',
    'app://batchyard/..\\..\\windows\\win.ini',
    'app://batchyard/C:/windows/win.ini',
    'app://batchyard/index.html::$DATA',
    'app://batchyard/index.html%00.png',
    'app://batchyard/%',
    'not an address',
  ])('refuses %s', (address) => {
    expect(resolveAppPath(root, address)).toBe(null)
  })

  it('never leaves its folder, whatever the address is made of', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2E.', '/', '//', '\\', '%2f', '%5c', '%00', ':', '~', 'a', '%'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = resolveAppPath(root, `app://batchyard/${pieces.join('')}`)
        if (path === null) return
        const inside = relative(root, path)
        expect(inside).not.toBe('')
        expect(resolve(root, inside)).toBe(path)
        expect(inside.split(/[\\/]/).every((segment) => !segment.startsWith('.'))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('createAppResponder', () => {
  let folder: string
  let respond: (request: Request) => Promise<Response>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'batchyard-app-'))
    await mkdir(join(folder, 'inside', 'assets'), { recursive: true })
    await writeFile(join(folder, 'secret.txt'), 'secret')
    await writeFile(join(folder, 'inside', 'index.html'), '<!doctype html>')
    await writeFile(join(folder, 'inside', 'assets', 'index.js'), 'export {}')
    await writeFile(join(folder, 'inside', 'assets', 'odd.bin'), 'odd')
    respond = createAppResponder(join(folder, 'inside'))
  })

  afterAll(() => rm(folder, { recursive: true }))

  it('serves the page with its policy and content type', async () => {
    const response = await respond(new Request('app://batchyard/'))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('<!doctype html>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('serves scripts as scripts', async () => {
    const response = await respond(new Request('app://batchyard/assets/index.js'))
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await response.text()).toBe('export {}')
  })

  it('answers HEAD without a body', async () => {
    const response = await respond(new Request('app://batchyard/', { method: 'HEAD' }))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })

  it.each([
    ['a file outside', 'app://batchyard/../secret.txt'],
    ['an encoded escape', 'app://batchyard/%2e%2e%2fsecret.txt'],
    ['a missing file', 'app://batchyard/missing.js'],
    ['a folder', 'app://batchyard/assets'],
    ['a file used as a folder', 'app://batchyard/index.html/x.js'],
    ['a file of an unknown kind', 'app://batchyard/assets/odd.bin'],
    ['another host', 'app://elsewhere/index.html'],
  ])('answers %s with 404, and with the policy', async (_, address) => {
    const response = await respond(new Request(address))
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  })

  it('refuses methods that change something', async () => {
    const response = await respond(new Request('app://batchyard/', { method: 'POST', body: 'x' }))
    expect(response.status).toBe(405)
  })
})
