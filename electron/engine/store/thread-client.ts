import { Worker } from 'node:worker_threads'
import { EngineError } from '../errors.ts'
import type { Operations, OutgoingRequest, ThreadOptions, ThreadResponse } from './thread-protocol.ts'

/** One of the store's threads, as seen from outside. */
export interface ThreadClient<Offered extends Operations> {
  /** Asks the thread to carry out an operation. Rejects with an `EngineError`, also when the thread dies. */
  call<Name extends keyof Offered & string>(
    operation: Name,
    ...values: Parameters<Offered[Name]>
  ): Promise<ReturnType<Offered[Name]>>
  /** Lets the thread finish what it was asked before, close its database and end. */
  close(): Promise<void>
}

/** A batch lives only for a moment, so a small nursery is enough: it saves 30 MB and costs no time. */
const youngGenerationMegabytes = 4

interface Pending {
  resolve(value: never): void
  reject(error: EngineError): void
}

/** Starts a thread and waits until it has opened the database. */
export async function startThread<Offered extends Operations>(
  url: URL,
  options: ThreadOptions,
): Promise<ThreadClient<Offered>> {
  const worker = new Worker(url, {
    workerData: options,
    name: `store-${options.role}`,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMegabytes },
  })
  const pending = new Map<number, Pending>()
  const ended = Promise.withResolvers<void>()
  let lastId = 0
  let closing: Promise<void> | null = null
  let died: EngineError | null = null

  function rejectAll(error: EngineError): void {
    died ??= error
    for (const request of pending.values()) request.reject(died)
    pending.clear()
  }

  worker.on('message', (response: ThreadResponse) => {
    const request = pending.get(response.id)
    if (request === undefined) return
    pending.delete(response.id)
    if (response.ok) {
      request.resolve(response.value)
    } else {
      const { code, message, data, detail } = response.error
      request.reject(new EngineError(code, message, { data, cause: detail }))
    }
  })
  worker.on('messageerror', (error) => {
    rejectAll(threadDied(options, error))
  })
  worker.on('error', (error) => {
    rejectAll(threadDied(options, error))
  })
  worker.on('exit', (exitCode) => {
    rejectAll(threadDied(options, `exit code ${exitCode}`))
    ended.resolve()
  })

  function send<Value>(id: number, message: OutgoingRequest | null): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (died !== null) {
        reject(died)
        return
      }
      pending.set(id, { resolve, reject })
      if (message !== null) worker.postMessage(message)
    })
  }

  async function close(): Promise<void> {
    // A thread that is already gone has nothing left to close, and has told its callers so.
    if (died !== null) return ended.promise
    lastId += 1
    try {
      await send<void>(lastId, { id: lastId, operation: 'close', values: [] })
    } finally {
      await ended.promise
    }
  }

  try {
    await send<void>(0, null)
  } catch (error) {
    await ended.promise
    throw error
  }

  return {
    async call<Name extends keyof Offered & string>(operation: Name, ...values: Parameters<Offered[Name]>) {
      if (closing !== null) throw new EngineError('ENGINE_CLOSED', 'The database has been closed.')
      lastId += 1
      return send<ReturnType<Offered[Name]>>(lastId, { id: lastId, operation, values })
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

function threadDied(options: ThreadOptions, cause: unknown): EngineError {
  return new EngineError(
    'INTERNAL',
    `The database thread (${options.role}) ended unexpectedly. What was saved before is safe; start Batchyard again.`,
    { data: { file: options.file }, cause },
  )
}
