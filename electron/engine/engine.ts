import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'
import { protocolVersion, type EngineInfo } from '../../shared/contract/contract.ts'
import type { StartProcess } from './pool/index.ts'
import { Previews } from './previews/previews.ts'
import { ProgressHub } from './runs/progress-hub.ts'
import { usualRoomLimits, type RoomLimits } from './runs/room-guard.ts'
import { Runs } from './runs/runs.ts'
import { openStore, type Store } from './store/store.ts'

/** Where the engine's threads start. The host knows, because it knows whether it was built. */
export interface EngineThreads {
  readonly worker: URL
  readonly store: URL
  readonly enumerator: URL
}

export interface EngineOptions {
  /** The folder that holds `batchyard.db`; made if it does not exist. */
  readonly dataDirectory: string
  readonly threads: EngineThreads
  /** The folder of the presets that come with the product. Default: there are none. */
  readonly builtInPresets?: URL
  /** The product's version. */
  readonly version: string
  /**
   * Whether this engine takes care of what waits: begins the runs in the queue, whoever put them there, and
   * resumes interrupted ones if the settings say so. For an engine that stays. Default: false, which begins
   * the runs only that it has put into the queue itself.
   */
  readonly attendsQueue?: boolean
  /** How little room on disk and in memory makes runs pause. Default: `usualRoomLimits`. */
  readonly roomLimits?: RoomLimits
  /** How often is looked whether a volume that is gone is back, in milliseconds. Default: 2 s. */
  readonly volumeInterval?: number
  /** How worker processes are started. Default: as child processes of this one. */
  readonly startProcess?: StartProcess
  /** For what a developer must know and a user need not. */
  readonly log: (message: string, error?: unknown) => void
}

/** The engine: everything that runs, whoever asks for it. */
export interface Engine {
  readonly info: EngineInfo
  readonly threads: EngineThreads
  readonly runs: Runs
  /** History and results are read straight from here. */
  readonly store: Store
  readonly hub: ProgressHub
  readonly previews: Previews
  /** How worker processes are started; undefined for as child processes of this one. */
  readonly startProcess: StartProcess | undefined
  /** The folder of the presets that come with the product, if it has any. */
  readonly builtInPresets: URL | null
  readonly log: EngineOptions['log']
  /** Interrupts what is at work, keeps what was done, closes the database. */
  close(): Promise<void>
}

/**
 * Opens the database and makes an engine over it.
 * @throws EngineError DATABASE_UNREADABLE, DATABASE_TOO_NEW, DATABASE_BUSY, DISK_FULL
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataDirectory, threads, version, log } = options
  const databaseFile = join(dataDirectory, 'batchyard.db')
  const store = await openStore({ file: databaseFile, threadUrl: threads.store })
  const hub = new ProgressHub()
  const startProcess = options.startProcess === undefined ? {} : { startProcess: options.startProcess }
  const previews = new Previews({ workerUrl: threads.worker, ...startProcess })
  const processors = availableParallelism()
  const runs = new Runs({
    store,
    hub,
    workerUrl: threads.worker,
    enumeratorUrl: threads.enumerator,
    databaseFile,
    dataDirectory,
    roomLimits: options.roomLimits ?? usualRoomLimits,
    ...(options.volumeInterval === undefined ? {} : { volumeInterval: options.volumeInterval }),
    ...startProcess,
    defaultWorkers: processors,
    attendsQueue: options.attendsQueue ?? false,
    log,
  })
  runs.open()
  let closing: Promise<void> | null = null
  return {
    info: {
      protocolVersion,
      version,
      dataDirectory,
      platform: platformName(process.platform),
      processors,
      homeDirectory: homedir(),
    },
    threads,
    runs,
    store,
    hub,
    previews,
    startProcess: options.startProcess,
    builtInPresets: options.builtInPresets ?? null,
    log,
    close() {
      closing ??= Promise.all([runs.close(), previews.close()])
        .finally(() => hub.close())
        .then(() => store.close())
      return closing
    },
  }
}

function platformName(platform: NodeJS.Platform): EngineInfo['platform'] {
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other'
}
