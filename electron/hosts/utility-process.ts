import { RPCHandler } from '@orpc/server/message-port'
import { toHostMessageSchema } from '../../shared/contract/host-messages.ts'
import type { FromHostMessage, ToHostMessage } from '../../shared/contract/host-messages.ts'
import { processNewsSchema } from '../../shared/contract/worker-processes.ts'
import { protocolVersion } from '../../shared/contract/protocol.ts'
import { createRouter } from '../engine/api/router.ts'
import { createEngine } from '../engine/engine.ts'
import type { Engine } from '../engine/engine.ts'
import { EngineError } from '../engine/errors.ts'
import { holdTimeLimits, releaseTimeLimits } from '../engine/pool/index.ts'
import { brokeredProcesses } from './brokered-process.ts'
import { defaultDataDirectory } from './data-directory.ts'
import { servePort } from './serve-port.ts'
import type { EnginePort } from './serve-port.ts'
import { ShellNews } from './shell-news.ts'
import { threadUrls } from './thread-urls.ts'

// The engine as Electron's utility process: told by the main process to start, handed one MessagePort for
// each window, told to close. It is a process of its own so that a crash leaves the window standing.

interface OpenHost {
  readonly engine: Engine
  readonly handler: RPCHandler<Record<never, never>>
}

let opening: Promise<OpenHost> | null = null
const startProcess = brokeredProcesses(process.parentPort)

// Electron only warns of a rejection that nobody handles. The state of the engine is unknown then: it ends,
// and the main process starts another.
process.on('unhandledRejection', endAbruptly)
process.on('uncaughtException', endAbruptly)
// Ctrl-C in a terminal reaches every process of the group; the main process decides what becomes of this one.
process.on('SIGINT', () => undefined)

process.parentPort.on('message', ({ data, ports }) => {
  // Heard where workers are brokered.
  if (processNewsSchema.safeParse(data).success) return
  const parsed = toHostMessageSchema.safeParse(data)
  if (parsed.success) obey(parsed.data, ports).catch(endAbruptly)
  else endAbruptly(new Error('The main process sent a message that is not of the protocol.'))
})

async function obey(message: ToHostMessage, ports: readonly EnginePort[]): Promise<void> {
  switch (message.type) {
    case 'start':
      await start(message)
      return
    case 'port': {
      const host = await opening
      for (const port of ports) {
        if (host === null) port.close()
        else servePort(host.handler, port, log)
      }
      return
    }
    case 'machine-sleeps':
      return holdTimeLimits()
    case 'machine-wakes':
      return releaseTimeLimits()
    case 'close':
      await close()
  }
}

async function start(message: Extract<ToHostMessage, { type: 'start' }>): Promise<void> {
  if (opening !== null) return
  const { generation } = message
  opening = open(message.version)
  try {
    await opening
  } catch (error) {
    log('The engine could not be opened.', error)
    tell({ type: 'failed', generation, ...describe(error) })
    return
  }
  tell({ type: 'ready', generation, protocolVersion })
}

async function open(version: string): Promise<OpenHost> {
  const engine = await createEngine({
    dataDirectory: defaultDataDirectory(),
    threads: threadUrls(import.meta.url),
    version,
    startProcess,
    attendsQueue: true,
    log,
  })
  tellOfRuns(engine).catch(endAbruptly)
  return { engine, handler: new RPCHandler(createRouter(engine)) }
}

/** Until the engine is closed. */
async function tellOfRuns(engine: Engine): Promise<void> {
  const news = new ShellNews()
  for await (const event of engine.hub.watch(() => engine.runs.active())) {
    for (const each of news.of(event)) process.parentPort.postMessage(each)
  }
}

async function close(): Promise<void> {
  // An engine that could not be opened has nothing to close, and has been reported.
  const host = await opening?.catch(() => null)
  await host?.engine.close()
  process.exit(0)
}

function tell(message: FromHostMessage): void {
  process.parentPort.postMessage(message)
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof EngineError) return { code: error.code, message: error.message }
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `The engine could not be opened: ${reason}` }
}

/** For developers: what a user needs to know goes over the contract. */
function log(message: string, error?: unknown): void {
  process.stderr.write(`${new Date().toISOString()} engine: ${message}\n`)
  if (error !== undefined) process.stderr.write(`${describeFully(error)}\n`)
}

function describeFully(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function endAbruptly(error: unknown): void {
  log('The engine ends because of an error that nobody handled.', error)
  process.exit(1)
}
