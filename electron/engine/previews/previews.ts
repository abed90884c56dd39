import { isItemErrorCode, type ItemErrorCode } from '../../../shared/contract/errors.ts'
import { previewSchema, type Preview } from '../../../shared/contract/preview.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { EngineError, errorCode } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import { WorkerPool, type StartProcess } from '../pool/index.ts'
import { previewTask, type PreviewRequest } from '../tasks/preview/request.ts'

/** How long a file may be looked at, in milliseconds. */
const timeLimit = 10_000

/** A heap that all but the picture fits in, in megabytes. Pictures are unpacked outside of it. */
const heapLimit = 256

/** How long the process stays without anything to do, in milliseconds: as long as somebody may look at the next file. */
const idleTime = 30_000

export interface PreviewsOptions {
  readonly workerUrl: URL
  /** How the process is started. Default: as a child process of this one. */
  readonly startProcess?: StartProcess
}

/**
 * Looks at files, one after another, in a process of its own that is there only as long as files are looked at. A
 * file that brings its decoder down, or keeps it from ever coming to an end, takes nothing else with it, and what
 * pictures have taken of memory is given back.
 */
export class Previews {
  readonly #options: PreviewsOptions
  #pool: WorkerPool | null = null
  #underWay = 0
  #idle: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: PreviewsOptions) {
    this.#options = options
  }

  /** What a file looks like, or why that cannot be told. @throws EngineError ENGINE_CLOSED */
  async of(request: PreviewRequest, signal: AbortSignal | undefined): Promise<Preview> {
    if (this.#isClosed) throw new EngineError('ENGINE_CLOSED', 'The engine is shutting down.')
    clearTimeout(this.#idle)
    this.#underWay += 1
    try {
      this.#pool ??= this.#start()
      const limits = { timeout: timeLimit, ...(signal === undefined ? {} : { signal }) }
      return previewSchema.parse(await this.#pool.apply({ name: previewTask }, request, limits))
    } catch (error) {
      const code = errorCode(error)
      if (!(error instanceof Error) || !isItemErrorCode(code)) throw error
      return { kind: 'unavailable', code, message: messageOf(code, error, request.path) }
    } finally {
      this.#underWay -= 1
      if (this.#underWay === 0) this.#idle = setTimeout(() => void this.#end(), idleTime).unref()
    }
  }

  /** Ends the process, and with it what is being looked at. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
  }

  #start(): WorkerPool {
    const { workerUrl, startProcess } = this.#options
    return new WorkerPool({
      ...{ workers: 1, kind: 'process', workerUrl, resourceLimits: { maxOldGenerationSizeMb: heapLimit } },
      ...(startProcess && { startProcess }),
    })
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const pool = this.#pool
    this.#pool = null
    await pool?.[Symbol.asyncDispose]()
  }
}

/** What the reader says names the file; what the pool says does not. */
function messageOf(code: ItemErrorCode, { message }: Error, path: PathText): string {
  if (code === 'TIMEOUT') {
    return `${quotePath(path)} took longer than ${timeLimit / 1_000} s to be looked at, which was given up.`
  }
  if (code === 'WORKER_DIED') {
    return `${quotePath(path)} brought the program down that looked at it. It may be damaged, or made to do so.`
  }
  return message
}
