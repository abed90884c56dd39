import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, utilityProcess } from 'electron/main'
import type { ToCommandLine } from '../../shared/contract/command-line-messages.ts'
import { engineEnvironment } from './engine-environment.ts'
import { brokerWorkers, followWorkerEnds } from './worker-processes.ts'

/** Before ready: no window will be shown, so none needs to be possible. */
export function prepareCommandLine(): void {
  app.disableHardwareAcceleration()
  app.commandLine.appendSwitch('ozone-platform', 'headless')
  app.dock?.hide()
  // A terminal's Ctrl-C reaches the process that does the work by itself, which comes to an orderly end.
  process.on('SIGINT', () => undefined)
}

/**
 * Does the work of the command line in a process of its own, and ends with its exit code. Whoever closes the
 * terminal or asks this process to end is obeyed by that one.
 */
export function runCommandLine(words: readonly string[]): void {
  followWorkerEnds()
  const child = utilityProcess.fork(join(import.meta.dirname, 'command-line.js'), [], {
    serviceName: 'Batchyard command line',
    env: engineEnvironment(process.env),
    cwd: process.cwd(),
    stdio: 'inherit',
  })
  brokerWorkers(child)
  child.on('exit', (code) => app.exit(code))
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill())
  function tell(message: ToCommandLine): void {
    child.postMessage(message)
  }
  tell({ type: 'run', words: [...words], commandLine: rawCommandLine(words), version: app.getVersion() })
  process.stdin.on('data', (bytes: Buffer) => tell({ type: 'input', bytes: new Uint8Array(bytes) }))
  process.stdin.on('end', () => tell({ type: 'input-over' }))
  process.stdin.on('error', () => tell({ type: 'input-over' }))
}

/** Node loses bytes of arguments that are not UTF-8; Linux alone tells them. */
function rawCommandLine(words: readonly string[]): Uint8Array<ArrayBuffer> | null {
  if (process.platform !== 'linux' || !words.some((word) => word.includes('\uFFFD'))) return null
  return new Uint8Array(readFileSync('/proc/self/cmdline'))
}
