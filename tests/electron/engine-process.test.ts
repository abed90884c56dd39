import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { engineEnvironment } from '../../electron/main/engine-environment.ts'
import { EngineProcess } from '../../electron/main/engine-process.ts'
import type { contract } from '../../shared/contract/contract.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import type { ErrorDescription } from '../../shared/model/run.ts'
import { builtShell } from '../support/built-shell.ts'
import type { BuiltShell } from '../support/built-shell.ts'
import {
  MessageChannelMainDouble,
  MessagePortMainDouble,
} from '../support/electron-double/message-channel-main.ts'
import { UtilityProcessDouble } from '../support/electron-double/utility-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { TemporaryFolder } from '../support/temporary-folder.ts'

// The main process's own `EngineProcess` with the BUILT engine host in a real process of Node. Only the two
// classes of Electron's that lie between them are doubles.

type Client = ContractRouterClient<typeof contract>

interface Desktop {
  readonly engine: EngineProcess
  /** Every process that was started, the latest last. */
  readonly processes: UtilityProcessDouble[]
  /** Resolves with the next reason for which the engine stopped. */
  readonly nextStop: () => Promise<ErrorDescription>
  readonly nextRestart: () => Promise<void>
  /** What the engine wrote for developers. */
  readonly log: string[]
}

let shell: BuiltShell
let folder: TemporaryFolder
const open: EngineProcess[] = []

beforeAll(async () => {
  shell = await builtShell()
  folder = await temporaryFolder()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((engine) => engine.close()))
})

afterAll(async () => {
  await folder[Symbol.asyncDispose]()
  await shell[Symbol.asyncDispose]()
})

/** A desktop of a user of its own, whose data directory is below `home`. */
function startDesktop(home: string): Desktop {
  const processes: UtilityProcessDouble[] = []
  const log: string[] = []
  const stops = Promise.withResolvers<ErrorDescription>()
  const restarts = Promise.withResolvers<void>()
  const waiting = { stops, restarts }
  const engine = new EngineProcess({
    fork() {
      const child = UtilityProcessDouble.fork(join(shell.main, 'engine-host.js'), [], {
        stdio: 'pipe',
        env: { ...engineEnvironment(process.env), ...homeVariables(home) },
      })
      child.stderr?.on('data', (bytes: Buffer) => log.push(bytes.toString()))
      processes.push(child)
      return child
    },
    createChannel: () => new MessageChannelMainDouble(),
    version: '9.8.7',
    now: () => performance.now(),
    schedule(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
    onNews: () => undefined,
    onGone: () => undefined,
    onRestarted() {
      waiting.restarts.resolve()
      waiting.restarts = Promise.withResolvers<void>()
    },
    onStopped(reason) {
      waiting.stops.resolve(reason)
      waiting.stops = Promise.withResolvers<ErrorDescription>()
    },
  })
  open.push(engine)
  const desktop: Desktop = {
    engine,
    processes,
    log,
    nextStop: () => waiting.stops.promise,
    nextRestart: () => waiting.restarts.promise,
  }
  return desktop
}

/** Where each system's data directory is looked for. */
function homeVariables(home: string): Record<string, string> {
  return {
    HOME: home,
    USERPROFILE: home,
    XDG_DATA_HOME: join(home, 'data'),
    LOCALAPPDATA: join(home, 'data'),
  }
}

/** Asks for a port as a page does, and talks the contract over it. */
async function connect({ engine }: Desktop): Promise<{ client: Client; page: MessagePort }> {
  const page = await new Promise<MessagePort>((resolve, reject) => {
    engine.connect({
      page: randomUUID(),
      isGone: () => false,
      deliver(port) {
        if (port instanceof MessagePortMainDouble) resolve(port.nodePort)
        else reject(new TypeError('the port is not one of the double'))
      },
    })
  })
  const client: Client = createORPCClient(new RPCLink({ port: page }))
  page.start()
  return { client, page }
}

/** Runs the checksum task over files and waits for its end, told by the engine's own events. */
async function runChecksum(client: Client, paths: readonly string[]): Promise<number> {
  const events = await client.runs.watch()
  const { runId } = await client.runs.start({
    inputs: paths.map((path) => ({ kind: 'path', path })),
    task: { type: 'checksum', parameters: { algorithm: 'sha256' } },
    execution: { mode: 'imap', workers: 2 },
  })
  for await (const event of events) {
    if (event.type !== 'progress' || event.progress.run.id !== runId) continue
    if (event.progress.run.state !== 'running') break
  }
  return runId
}

describe('the engine process of the desktop app', () => {
  it('greets, runs a real batch over a real port, and closes in good order', async () => {
    const desktop = startDesktop(folder.at('first'))
    desktop.engine.start()
    const { client } = await connect(desktop)
    expect(await client.engine.info()).toMatchObject({ protocolVersion, version: '9.8.7' })

    const texts = ['', 'one', 'zwölf 🙂'.repeat(10_000)]
    const paths = texts.map((_, index) => folder.at(`input ${index}\n.txt`))
    await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? '', text)))
    const runId = await runChecksum(client, [...paths, folder.at('missing')].slice(0, 3))

    const { total, rows } = await client.runs.results({ runId })
    expect(total).toBe(3)
    expect(rows.map((row) => [row.path, row.status])).toEqual(paths.map((path) => [path, 'succeeded']))
    expect(
      rows.map((row) => row.values.find((value) => typeof value === 'string' && value.length === 64)),
    ).toEqual(texts.map((text) => createHash('sha256').update(text).digest('hex')))

    const [child] = desktop.processes
    if (child === undefined) throw new Error('no process was started')
    const exit = once(child, 'exit')
    await desktop.engine.close()
    expect(await exit).toEqual([0])
    expect(desktop.log).toEqual([])
  })

  it('gives each page a port of its own', async () => {
    const desktop = startDesktop(folder.at('ports'))
    desktop.engine.start()
    const [first, second] = [await connect(desktop), await connect(desktop)]
    first.page.close()
    expect(await second.client.runs.list({})).toEqual([])
  })

  it('comes back after it was killed, with everything that was recorded', async () => {
    const desktop = startDesktop(folder.at('killed'))
    desktop.engine.start()
    const { client, page } = await connect(desktop)
    const path = folder.at('kept.txt')
    await writeFile(path, 'kept')
    const runId = await runChecksum(client, [path])

    const pid = desktop.processes[0]?.pid
    if (pid === undefined) throw new Error('the process has no number')
    const [restarted, closed] = [desktop.nextRestart(), once(page, 'close')]
    process.kill(pid, 'SIGKILL')
    await Promise.all([restarted, closed])
    expect(desktop.processes).toHaveLength(2)

    const again = await connect(desktop)
    const [run] = await again.client.runs.list({})
    expect(run).toMatchObject({ id: runId, state: 'finished', counts: { total: 1, succeeded: 1 } })
    expect((await again.client.runs.results({ runId })).total).toBe(1)
  })

  it('stops with the reason when the database is none, and starts when that was mended', async () => {
    const home = folder.at('damaged')
    const before = startDesktop(home)
    before.engine.start()
    const { dataDirectory } = await (await connect(before)).client.engine.info()
    await before.engine.close()
    const database = join(dataDirectory, 'batchyard.db')
    await writeFile(database, 'this is no database, and long enough to be seen as none'.repeat(100))

    const desktop = startDesktop(home)
    const stopped = desktop.nextStop()
    desktop.engine.start()
    const reason = await stopped
    expect(reason.code).toBe('DATABASE_UNREADABLE')
    expect(reason.message).toContain(database)
    expect(desktop.processes).toHaveLength(1)

    await writeFile(database, '')
    desktop.engine.start()
    expect(await (await connect(desktop)).client.runs.list({})).toEqual([])
  })

  it('drops a page that sends what is no request, and serves the others', async () => {
    const desktop = startDesktop(folder.at('hostile'))
    desktop.engine.start()
    const [hostile, good] = [await connect(desktop), await connect(desktop)]
    const closed = once(hostile.page, 'close')
    hostile.page.postMessage('{"i":"1","p":null}')
    await closed
    expect(await good.client.runs.list({})).toEqual([])
    expect(desktop.processes).toHaveLength(1)
  })

  it('ends when the main process sends what is not of the protocol', async () => {
    const desktop = startDesktop(folder.at('nonsense'))
    desktop.engine.start()
    await connect(desktop)
    const [child] = desktop.processes
    if (child === undefined) throw new Error('no process was started')
    const exit = once(child, 'exit')
    child.postMessage({ type: 'unknown' })
    expect(await exit).toEqual([1])
    await desktop.nextRestart()
  })

  it('closes while a run is at work, and the run is known as interrupted', async () => {
    const home = folder.at('closing')
    const desktop = startDesktop(home)
    desktop.engine.start()
    const { client } = await connect(desktop)
    const paths = Array.from({ length: 300 }, (_, index) => folder.at(`many-${index}`))
    await Promise.all(paths.map((path) => writeFile(path, path)))
    const { runId } = await client.runs.start({
      inputs: paths.map((path) => ({ kind: 'path', path })),
      task: { type: 'checksum' },
      execution: { workers: 1, chunkSize: 1 },
    })
    await desktop.engine.close()

    const later = startDesktop(home)
    later.engine.start()
    const { run } = await (await connect(later)).client.runs.get({ runId })
    expect(run.state).toMatch(/^(?:interrupted|finished)$/)
    const { total } = await (await connect(later)).client.runs.results({ runId, limit: 1 })
    expect(total).toBe(run.counts.succeeded + run.counts.failed)
  })
})
