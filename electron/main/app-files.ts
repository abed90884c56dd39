import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pageHeaders } from '../../shared/contract/page-policy.ts'
import { isOwnPage } from './own-page.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

// What a built file or folder may be called. It rules out `..`, hidden files, separators of other
// systems, drive letters, alternate data streams, percent signs and control characters at once.
const segmentPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/

/**
 * The file below `root` that an `app://batchyard/…` address stands for, or null where there can be none.
 * An escape from `root` is refused, in whatever way it is written. `/` is `index.html`.
 */
export function resolveAppPath(root: string, address: string): string | null {
  if (!isOwnPage(address)) return null
  const path = URL.parse(address)?.pathname ?? ''
  // The address is not decoded: no built file needs a percent sign in its address.
  const segments = path === '' || path === '/' ? ['index.html'] : path.slice(1).split('/')
  if (!segments.every((segment) => segmentPattern.test(segment))) return null
  return join(root, ...segments)
}

/**
 * Makes the function that answers requests for `app://batchyard/…` with the files below `root`. Every
 * answer bears the page's Content-Security-Policy; what is not there is a 404 without a body.
 */
export function createAppResponder(root: string): (request: Request) => Promise<Response> {
  return async function respond(request) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const path = resolveAppPath(root, request.url)
    if (path === null) return refuse(404)
    // A file of an unknown kind is not served, rather than left to the page to guess at.
    const contentType = contentTypes[extname(path)]
    if (contentType === undefined) return refuse(404)
    let body: Buffer<ArrayBuffer>
    try {
      body = await readFile(path)
    } catch (error) {
      if (isMissing(error)) return refuse(404)
      throw error
    }
    return new Response(request.method === 'HEAD' ? null : body, {
      headers: { ...pageHeaders, 'content-type': contentType },
    })
  }
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: pageHeaders })
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
  )
}
