import { watch } from 'vue'
import { maximumPageSize } from '../../../../shared/contract/protocol.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useRunsStore } from '../../stores/runs.ts'

/**
 * Opens the folder with what a run has made once it has finished, where that is wanted. To be called in the setup of the
 * frame.
 */
export function openFolderOfEndedRuns(): void {
  const { client, desktop } = usePlatform()
  const runs = useRunsStore()
  const { app, showInFolder } = desktop
  if (app === null || showInFolder === null) return

  async function openFolder(runId: number): Promise<void> {
    if ((await app?.settings())?.whenDone !== 'open-folder') return
    const { rows } = await client.runs.outputs({ runId, limit: maximumPageSize })
    const made = rows.find((row) => row.made !== null)?.made
    if (made !== null && made !== undefined) await showInFolder?.(made.path)
  }

  watch(
    () => runs.active.map(({ progress }) => progress.run.id),
    (now, before) => {
      for (const id of before) {
        const run = now.includes(id) ? undefined : runs.known.get(id)?.progress.run
        if (run?.state !== 'finished' || run.outputs === null) continue
        // A file that is gone already has no folder to be shown in; the run's screen tells of it.
        openFolder(id).catch(() => undefined)
      }
    },
  )
}
