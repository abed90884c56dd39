import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { ResultColumn } from '../../../../shared/model/result.ts'
import type { RunId } from '../../../../shared/model/run.ts'
import { usePlatform } from '../../platform/platform.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { useEngineStore } from '../../stores/engine.ts'

/** The columns that a run's task adds to its results: for a command or a script, those of its job. */
export interface ValueColumns {
  /** None until they have been read. */
  readonly columns: Readonly<ShallowRef<readonly ResultColumn[]>>
  /** Why they could not be read. */
  readonly error: Readonly<ShallowRef<ShownError | null>>
  readonly read: () => Promise<void>
}

/** To be called in the setup of the section that shows the results of one run. */
export function useValueColumns(runId: RunId): ValueColumns {
  const { client } = usePlatform()
  const engine = useEngineStore()
  const columns = shallowRef<readonly ResultColumn[]>([])
  const error = shallowRef<ShownError | null>(null)

  async function read(): Promise<void> {
    try {
      columns.value = await client.runs.columns({ runId })
      error.value = null
    } catch (reason) {
      error.value = shownError(reason)
    }
  }
  void read()
  // What could not be read because the connection was lost is read by itself once it is back.
  watch(
    () => engine.connected,
    (connected) => {
      if (connected && error.value !== null) void read()
    },
  )

  return { columns, error, read }
}
