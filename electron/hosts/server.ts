import { access } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import sirv from 'sirv'
import type { Engine } from '../engine/engine.ts'
import { EngineError } from '../engine/errors.ts'
import { AccessControl, cookieName, cookieValues, sessionCookie } from './server/access-control.ts'
import { AttemptLimit } from './server/attempt-limit.ts'
import { comparisonOfPath, runOfPath, sendComparison, sendCsv } from './server/csv-download.ts'
import { EngineSocket } from './server/engine-socket.ts'
import { parseTarget, refuse, type RequestLine } from './server/request-rules.ts'
import { commonHeaders, notAdmittedPage, redirect, send, sendText } from './server/responses.ts'

/** The only address that is listened on: what is not on this machine cannot connect. */
const loopback = '127.0.0.1'

/** The path of the WebSocket. */
const socketPath = '/engine'

export interface ServerOptions {
  readonly engine: Engine
  /** The built interface. Its files are listed once, at the start; nothing else can be asked for. */
  readonly rendererDirectory: string
  /** 0 for any port that is free. */
  readonly port: number
}

/** A server that is listening. */
export interface RunningServer {
  readonly port: number
  /** The address to open first, with a one-time token. */
  readonly url: string
  /** Another address with a new one-time token; one that was not used yet no longer works. */
  newAddress(): string
  /** Ends all connections and stops listening. The engine stays as it is. */
  close(): Promise<void>
}

/**
 * Serves the interface, the engine and downloads to browsers on this machine.
 *
 * Whoever gets in can have the engine read and, later, run things as the user, so this is a door to the
 * machine: see `server/request-rules.ts` for what is refused unseen, and `server/access-control.ts` for
 * who is let in. One thing it cannot keep out: cookies do not know ports, so a page that this browser
 * opens from another server on this very machine sends that server this cookie as well.
 *
 * @throws EngineError INTERNAL: the port is taken, or the interface was not built
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { engine, rendererDirectory } = options
  await checkInterface(rendererDirectory)
  const server = createServer({ maxHeaderSize: 16 * 1024 })
  const port = await listen(server, options.port)
  const door = new Door(engine, rendererDirectory, port)
  server.on('request', (request, response) => door.answer(request, response))
  server.on('upgrade', (request, socket, head) => door.upgrade(request, socket, head))
  // A request that is no HTTP gets no answer beyond the status.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else socket.destroy()
  })
  return {
    port,
    url: door.newAddress(),
    newAddress: () => door.newAddress(),
    async close() {
      door.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function checkInterface(rendererDirectory: string): Promise<void> {
  try {
    await access(join(rendererDirectory, 'index.html'))
  } catch (error) {
    throw new EngineError(
      'INTERNAL',
      `The interface has not been built: ${rendererDirectory} has no index.html. Run: npm run build`,
      { cause: error },
    )
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is taken by another program; choose another one with --port, or none.`
          : error.code === 'EACCES'
            ? `Port ${port} may not be used by this user; choose one above 1023 with --port, or none.`
            : `The server could not listen on port ${port}: ${error.message}.`
      reject(new EngineError('INTERNAL', reason, { cause: error }))
    })
    server.listen(port, loopback, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
      else reject(new EngineError('INTERNAL', 'The server has no port.'))
    })
  })
}

/** Decides on every request what it gets. */
class Door {
  readonly #engine: Engine
  readonly #port: number
  readonly #access = new AccessControl()
  readonly #attempts = new AttemptLimit()
  readonly #socket: EngineSocket
  readonly #sendFile: ReturnType<typeof sirv>

  constructor(engine: Engine, rendererDirectory: string, port: number) {
    this.#engine = engine
    this.#port = port
    this.#socket = new EngineSocket(engine)
    this.#sendFile = sirv(rendererDirectory, {
      dev: false,
      etag: true,
      dotfiles: false,
      setHeaders(response, pathname) {
        for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
        // Built files bear a digest of their content in their name; the page itself does not.
        if (pathname.startsWith('/assets/')) response.setHeader('cache-control', 'private, no-cache')
      },
    })
  }

  newAddress(): string {
    return `http://${loopback}:${this.#port}/?token=${this.#access.newToken()}`
  }

  close(): void {
    this.#socket.close()
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const refusal = refuse(requestLine(request), this.#port, false)
    const target = parseTarget(request.url)
    if (refusal !== null || target === null) {
      if (refusal?.status === 405) response.setHeader('allow', 'GET, HEAD')
      sendText(response, refusal?.status ?? 400, refusal?.message ?? 'The address is not valid.')
      return
    }
    const admitted = this.#isAdmitted(request)
    const token = target.pathname === '/' ? target.searchParams.get('token') : null
    if (token !== null && request.method === 'GET') this.#redeem(token, admitted, response)
    else if (!admitted) sendNotAdmitted(response)
    else this.#serve(request, response, target)
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until it is taken over, a connection that breaks concerns nobody.
    socket.on('error', () => socket.destroy())
    const refusal = refuse(requestLine(request), this.#port, true)
    const target = parseTarget(request.url)
    if (refusal !== null) refuseUpgrade(socket, refusal.status)
    else if (target?.pathname !== socketPath || target.search !== '') refuseUpgrade(socket, 404)
    else if (!this.#isAdmitted(request)) refuseUpgrade(socket, 401)
    else this.#socket.accept(request, socket, head)
  }

  #isAdmitted(request: IncomingMessage): boolean {
    const values = cookieValues(request.headers.cookie, cookieName(this.#port))
    return values.some((value) => this.#access.admits(value))
  }

  /** Exchanges the token for a cookie, and takes it out of the address bar and the history. */
  #redeem(token: string, admitted: boolean, response: ServerResponse): void {
    if (!admitted && !this.#attempts.isOpen) {
      response.setHeader('retry-after', '1')
      sendText(response, 429, 'Too many wrong tokens were tried. Try again in a moment.')
      return
    }
    const session = this.#access.redeem(token)
    if (session === null && !admitted) this.#attempts.countFailure()
    if (session !== null) redirect(response, '/', { 'set-cookie': sessionCookie(this.#port, session) })
    else if (admitted) redirect(response, '/', {})
    else sendNotAdmitted(response)
  }

  #serve(request: IncomingMessage, response: ServerResponse, target: URL): void {
    const runId = runOfPath(target.pathname)
    const comparison = comparisonOfPath(target.pathname)
    if (runId !== null) {
      void sendCsv(this.#engine, runId, target.searchParams, response)
    } else if (comparison !== null) {
      void sendComparison(this.#engine, comparison, response)
    } else if (target.pathname === socketPath) {
      sendText(response, 426, 'Only a WebSocket is spoken here.')
    } else {
      this.#sendFile(request, response, () => sendText(response, 404, 'There is nothing here.'))
    }
  }
}

function requestLine(request: IncomingMessage): RequestLine {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    hostCount: request.headersDistinct['host']?.length ?? 0,
  }
}

function sendNotAdmitted(response: ServerResponse): void {
  send(response, 401, 'text/html; charset=utf-8', notAdmittedPage)
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${statusTexts[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
