import { parentPort, workerData } from 'node:worker_threads'
import { toThreadError } from './database-errors.ts'
import type { Operations, OutgoingResponse, ThreadOptions, ThreadRequest } from './thread-protocol.ts'

/** The entry of both threads of the store: opens the database and does what it is asked, one at a time. */
async function main(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('store-thread is to be started as a worker thread')
  const options = readOptions(workerData)

  function answer(response: OutgoingResponse): void {
    port?.postMessage(response)
  }

  let operations: Operations
  try {
    operations = await open(options)
  } catch (error) {
    answer({ id: 0, ok: false, error: toThreadError(error, options.file) })
    return
  }
  port.on('message', (request: ThreadRequest) => {
    const { id, operation, values } = request
    try {
      const carryOut = operations[operation]
      if (carryOut === undefined) throw new Error(`Unknown operation of the store: ${operation}`)
      answer({ id, ok: true, value: carryOut(...values) })
    } catch (error) {
      answer({ id, ok: false, error: toThreadError(error, options.file) })
    }
    if (operation === 'close') port.close()
  })
  answer({ id: 0, ok: true, value: null })
}

/** What the thread was started with. Written by hand, so that the writer need not load a schema library. */
function readOptions(data: unknown): ThreadOptions {
  if (typeof data === 'object' && data !== null && 'file' in data && typeof data.file === 'string') {
    const { file } = data
    if ('maximumPages' in data && (data.maximumPages === null || typeof data.maximumPages === 'number')) {
      return { role: 'writer', file, maximumPages: data.maximumPages }
    }
    if ('ownerId' in data && typeof data.ownerId === 'string') {
      return { role: 'reader', file, ownerId: data.ownerId }
    }
  }
  throw new Error('store-thread was started without its options')
}

/** Each role loads only what it needs. */
async function open(options: ThreadOptions): Promise<Operations> {
  if (options.role === 'writer') {
    const { openWriter } = await import('./writer.ts')
    return openWriter(options)
  }
  const { openReader } = await import('./reader.ts')
  return openReader(options)
}

await main()
