import type { InputFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import type { StartProcess, WorkerKind } from '../pool/index.ts'
import type { Store } from '../store/store.ts'
import type { RoomLimits } from './room-guard.ts'
import type { RunOutputs } from './run-outputs.ts'

/** What a session of a run needs. */
export interface ActiveRunOptions {
  /** As it stands in the store, its session just begun. */
  readonly summary: RunSummary
  readonly inputs: readonly InputSource[]
  readonly filter: InputFilter
  /** What is done to each item, as `recipeText` gives it. */
  readonly recipe: string
  readonly workerKind: WorkerKind
  /** Null for a run that makes no files. */
  readonly outputs: RunOutputs | null
  readonly roomLimits: RoomLimits
  readonly store: Store
  readonly workerUrl: URL
  readonly enumeratorUrl: URL
  /** How often is looked whether a volume that is gone is back, in milliseconds. Default: 2 s. */
  readonly volumeInterval?: number
  /** How worker processes are started. Default: as child processes of this one. */
  readonly startProcess?: StartProcess
  /** Told at most a few times a second, and once at the end. */
  readonly onProgress: (progress: RunProgress) => void
  readonly log: (message: string, error?: unknown) => void
}
