import type { InputFilter } from '../../../shared/model/input-filter.ts'
import type { InputSource } from '../../../shared/model/job.ts'
import type { RunProgress, RunSummary } from '../../../shared/model/run.ts'
import type { WorkerKind } from '../pool/index.ts'
import type { Store } from '../store/store.ts'
import type { RoomLimits } from './room-guard.ts'
import type { RunOutputs } from './run-outputs.ts'
import type { SparePool } from './spare-pool.ts'

/** What a session of a run needs. */
export interface ActiveRunOptions {
  /** As it stands in the store, its session just begun. */
  readonly summary: RunSummary
  readonly inputs: readonly InputSource[]
  readonly filter: InputFilter
  /** What is done to each item, as `recipeText` gives it. */
  readonly recipe: string
  readonly workerKind: WorkerKind
  /** Whether code of the user's own is loaded into the workers, which then do nothing else afterwards. */
  readonly loadsOwnCode: boolean
  readonly sparePool: SparePool
  /** Null for a run that makes no files. */
  readonly outputs: RunOutputs | null
  readonly roomLimits: RoomLimits
  readonly store: Store
  readonly enumeratorUrl: URL
  /** How often is looked whether a volume that is gone is back, in milliseconds. Default: 2 s. */
  readonly volumeInterval?: number
  /** Told at most a few times a second, and once at the end. */
  readonly onProgress: (progress: RunProgress) => void
  readonly log: (message: string, error?: unknown) => void
}
