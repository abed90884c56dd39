import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { startServer, type RunningServer } from '../../electron/hosts/server.ts'
import type { RunId } from '../../shared/model/run.ts'
import { localEngine, runEnd, type LocalEngine } from './local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

/** What the server answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/**
 * The browser's door with a real engine behind it, a small interface, a file beside the interface that
 * must never be served, and one finished run of fifty files. One browser has been let in.
 */
export class Door implements AsyncDisposable {
  readonly folder: TemporaryFolder
  readonly local: LocalEngine
  readonly server: RunningServer
  /** The cookie of the browser that was let in. */
  cookie = ''
  /** The finished run. */
  runId: RunId = 0

  private constructor(folder: TemporaryFolder, local: LocalEngine, server: RunningServer) {
    this.folder = folder
    this.local = local
    this.server = server
  }

  static async open(): Promise<Door> {
    const folder = await temporaryFolder()
    await mkdir(folder.at('interface', 'assets'), { recursive: true })
    await writeFile(folder.at('interface', 'index.html'), '<title>the interface</title>')
    await writeFile(folder.at('interface', 'assets', 'main-1a2b.js'), 'console.log(1)')
    await writeFile(folder.at('interface', '.secret'), 'secret')
    await writeFile(folder.at('secret.txt'), 'secret')
    await mkdir(folder.at('in'))
    for (let index = 0; index < 50; index += 1) await writeFile(folder.at('in', `${index}.txt`), `${index}`)

    const local = await localEngine(folder.at('data'))
    const server = await startServer({
      engine: local.engine,
      rendererDirectory: folder.at('interface'),
      port: 0,
    })
    const door = new Door(folder, local, server)
    door.cookie = await door.admission(server.url)
    const { runId } = await local.client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'checksum' },
    })
    door.runId = runId
    await runEnd(local.client, runId)
    return door
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close()
    await this.local[Symbol.asyncDispose]()
    await this.folder[Symbol.asyncDispose]()
  }

  /** Sends a request exactly as given: nothing is resolved, encoded or added but the host. */
  ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.server.port, path, method, headers }
      const asked = request(options, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
        response.on('error', reject)
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  /** As the browser that was let in asks. */
  askAdmitted(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
    return this.ask(path, { cookie: this.cookie, ...headers }, method)
  }

  /** Exchanges an address for the cookie it gives. */
  async admission(address: string): Promise<string> {
    const { pathname, search } = new URL(address)
    const answer = await this.ask(pathname + search)
    const [set = ''] = answer.headers['set-cookie'] ?? []
    return set.split(';')[0] ?? ''
  }

  /** The headers with which the page opens its WebSocket. */
  ownHeaders(): Record<string, string> {
    return { origin: `http://127.0.0.1:${this.server.port}`, cookie: this.cookie }
  }

  /** Opens a WebSocket and gives either its connection or the status with which it was refused. */
  openSocket(headers: Record<string, string>, path = '/engine'): Promise<WebSocket | number> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${this.server.port}${path}`, { headers })
      socket.once('open', () => resolve(socket))
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.once('error', () => resolve(0))
    })
  }

  /** Opens the WebSocket as the page does. */
  async connection(): Promise<WebSocket> {
    const socket = await this.openSocket(this.ownHeaders())
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    return socket
  }

  /** Sends text over a plain connection and gives back all that comes until its end. */
  async rawRequest(text: string): Promise<string> {
    const socket = connect(this.server.port, '127.0.0.1')
    let reply = ''
    socket.setEncoding('utf8')
    socket.on('data', (data: string) => (reply += data))
    socket.write(text)
    await once(socket, 'close')
    return reply
  }
}
