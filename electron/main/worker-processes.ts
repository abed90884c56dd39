import { join } from 'node:path'
import { app, MessageChannelMain, utilityProcess } from 'electron/main'
import type { UtilityProcess } from 'electron/main'
import { engineEnvironment } from './engine-environment.ts'
import { killProcess } from './kill-process.ts'
import { ProcessBroker } from './process-broker.ts'
import { workerEnd } from './worker-exit.ts'
import type { GoneReason } from './worker-exit.ts'

/** So much of the end of what a worker prints as errors is kept, to tell why it ended (characters). */
const keptErrorOutput = 16_384

/** Why a worker that is about to tell its end is gone, by its name. */
const reasons = new Map<string, GoneReason>()
let count = 0

/** Hears why worker processes are gone. Once, before any is started. */
export function followWorkerEnds(): void {
  app.on('child-process-gone', (_, { name, reason }) => {
    if (name?.startsWith(workerName) === true) reasons.set(name, reason)
  })
}

const workerName = 'Batchyard worker'

/**
 * Gives an engine's process the worker processes that it asks for, and ends them with it. Electron makes no
 * Node of a packaged app (`runAsNode` is off), so the engine cannot start them itself.
 */
export function brokerWorkers(engine: UtilityProcess): void {
  const broker = new ProcessBroker({
    fork({ words, nodeOptions }, onEnd) {
      count += 1
      const serviceName = `${workerName} ${count}`
      const child = utilityProcess.fork(join(import.meta.dirname, 'worker-process.js'), words, {
        serviceName,
        execArgv: nodeOptions,
        env: engineEnvironment(process.env),
        cwd: app.getPath('home'),
        stdio: ['ignore', 'inherit', 'pipe'],
      })
      let errorOutput = ''
      child.stderr?.on('data', (bytes: Buffer) => {
        process.stderr.write(bytes)
        errorOutput = (errorOutput + bytes.toString('latin1')).slice(-keptErrorOutput)
      })
      child.on('error', (_type, location, report) => {
        errorOutput = `${errorOutput}\n${location} ${report}`.slice(-keptErrorOutput)
      })
      child.on('exit', (code) => {
        onEnd(workerEnd(code, reasons.get(serviceName) ?? null, errorOutput))
        reasons.delete(serviceName)
      })
      return {
        get pid() {
          return child.pid
        },
        postMessage: (message, transfer) => child.postMessage(message, transfer),
        kill: () => killProcess(child),
      }
    },
    createChannel: () => new MessageChannelMain(),
    tell: (news, transfer) => engine.postMessage(news, transfer),
  })
  engine.on('message', (message) => void broker.obey(message))
  engine.on('exit', () => broker.close())
}
