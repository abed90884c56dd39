import { join } from 'node:path'
import { app, dialog, MessageChannelMain, utilityProcess } from 'electron/main'
import type { ErrorDescription } from '../../shared/model/run.ts'
import type { Activity } from './activity.ts'
import { engineEnvironment } from './engine-environment.ts'
import { announceEngineRestart } from './engine-ports.ts'
import { EngineProcess } from './engine-process.ts'
import type { EngineChild } from './engine-process.ts'
import { killProcess } from './kill-process.ts'
import { logError, logOutput } from './log.ts'
import { brokerWorkers } from './worker-processes.ts'

/** The engine process in this application: a utility process, real ports, real time, real dialogs. */
export function createEngineProcess(activity: Activity): EngineProcess {
  const engine = new EngineProcess({
    fork: forkEngineHost,
    createChannel: () => new MessageChannelMain(),
    version: app.getVersion(),
    now: () => performance.now(),
    schedule(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
    onNews: (news) => activity.take(news),
    onGone: () => activity.reset(),
    onRestarted: announceEngineRestart,
    onStopped: (reason) => void explainStop(engine, reason),
  })
  return engine
}

function forkEngineHost(): EngineChild {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine-host.js'), [], {
    serviceName: 'Batchyard engine',
    env: engineEnvironment(process.env),
    // Not the folder the application happened to be started in: no path is ever relative to it.
    cwd: app.getPath('home'),
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  brokerWorkers(child)
  child.stderr?.on('data', (bytes: Buffer) => logOutput(bytes.toString()))
  child.on('error', (type, location) => logError(`The engine process reports ${type} at ${location}.`))
  return {
    on: child.on.bind(child),
    postMessage: (message, transfer) => child.postMessage(message, transfer),
    kill: () => killProcess(child),
  }
}

/** Says why there is no engine; only the user starts it again. */
async function explainStop(engine: EngineProcess, reason: ErrorDescription): Promise<void> {
  logError(`The engine stopped: ${reason.code}: ${reason.message}`)
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Batchyard',
    message: 'The engine of Batchyard is not running',
    detail: `${reason.message}\n\nResults that were recorded are kept. (${reason.code})`,
    buttons: ['Start engine again', 'Quit Batchyard'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) engine.start()
  else app.quit()
}
