import type { IncomingHttpHeaders } from 'node:http'

/** Why a request is refused, in words for a person who looks. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 421
  readonly message: string
}

/** What of a request the rules look at. */
export interface RequestLine {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  /** How often the request has a `Host` header. */
  readonly hostCount: number
}

/** The names by which this server is reached. A name that merely resolves to this machine is not one. */
function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

/**
 * The rules that every request has to keep before anything is looked up for it, cookies included.
 * - `Host` is one of ours: a foreign name that was made to point here (DNS rebinding) is not answered.
 * - `Origin`, where there is one, is the page's own, and so is what the browser says of the request's
 *   origin in `Sec-Fetch-Site`: other sites, and other ports of this machine, can make a browser send
 *   requests, and are not answered.
 * - Only reading: everything that changes something goes over the WebSocket.
 * - The target is a plain absolute path: nothing that could be read in two ways.
 *
 * @param needsOrigin whether a request without `Origin` is refused as well, as for a WebSocket
 */
export function refuse(request: RequestLine, port: number, needsOrigin: boolean): Refusal | null {
  const { host, origin } = request.headers
  if (host === undefined || request.hostCount !== 1 || !ownHosts(port).includes(host)) {
    return { status: 421, message: 'This server answers to no such host name.' }
  }
  if (origin === undefined ? needsOrigin : origin !== `http://${host}`) {
    return { status: 403, message: 'Requests from other pages are refused.' }
  }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, message: 'Requests from other sites are refused.' }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, message: 'Only GET and HEAD are answered.' }
  }
  if (parseTarget(request.url) === null) return { status: 400, message: 'The address is not valid.' }
  return null
}

/**
 * The path and query of a request, or null when the target is anything but a plain path: a whole URL, one
 * with `//` before or with a backslash, one that does not decode, or one that has steps upwards.
 */
export function parseTarget(target: string | undefined): URL | null {
  if (target === undefined || !target.startsWith('/') || target.startsWith('//')) return null
  const [path = ''] = target.split('?', 1)
  const decoded = decode(path)
  if (decoded === null || /[\u0000-\u001F\u007F\\#]/u.test(decoded)) return null
  if (decoded.split('/').includes('..') || decoded.split('/').includes('.')) return null
  const base = 'http://127.0.0.1'
  return URL.canParse(target, base) ? new URL(target, base) : null
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
