import { checkKind, type WorkerPoolOptions } from './options.ts'
import { processTransports } from './process-transport.ts'
import { threadTransports } from './thread-transport.ts'
import type { StartTransport } from './worker-transport.ts'

/** How the workers of a pool with these options are started: as threads, or as processes. */
export function transportsFor(options: WorkerPoolOptions, workerUrl: URL): StartTransport {
  const { kind, resourceLimits, initializer, startProcess } = options
  return checkKind(kind) === 'thread'
    ? threadTransports(workerUrl, resourceLimits, initializer)
    : processTransports(workerUrl, resourceLimits, initializer, startProcess)
}
