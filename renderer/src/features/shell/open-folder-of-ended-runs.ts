import { usePlatform } from '../../platform/platform.ts'
import { useRunsStore } from '../../stores/runs.ts'

/**
 * Opens the folder with what a run has made once it has finished, where that is wanted. To be called in the setup of the
 * frame.
 */
export function openFolderOfEndedRuns(): void {
  const { client, desktop } = usePlatform()
  const runs = useRunsStore()
  const { app, openFile } = desktop
  if (app === null || openFile === null) return

  async function openFolder(runId: number): Promise<void> {
    if ((await app?.settings())?.whenDone !== 'open-folder') return
    const { path } = await client.runs.outputFolder({ runId })
    if (path !== null) await openFile?.(path)
  }

  runs.onEnded((run) => {
    if (run.state !== 'finished' || run.outputs === null) return
    // A folder that is gone already cannot be opened; the run's screen tells of it.
    openFolder(run.id).catch(() => undefined)
  })
}
