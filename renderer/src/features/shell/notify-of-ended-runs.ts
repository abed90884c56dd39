import { useRouter } from 'vue-router'
import { shownState } from '../../components/run-state.ts'
import { readablePath } from '../../format/path-parts.ts'
import { useText } from '../../i18n/text.ts'
import { usePlatform } from '../../platform/platform.ts'
import { useRunsStore } from '../../stores/runs.ts'

/**
 * Tells of runs that end while nobody looks at the page, where the surroundings do not do so themselves. To be called in
 * the setup of the frame.
 */
export function notifyOfEndedRuns(): void {
  const { desktop } = usePlatform()
  const runs = useRunsStore()
  const router = useRouter()
  const { t, plural } = useText()
  const show = desktop.notifications?.show
  if (show === undefined || show === null) return

  runs.onEnded((run) => {
    if (document.hasFocus()) return
    const { succeeded, failed } = run.counts
    show({
      title: `${t(`common.states.${shownState(run)}`)}: ${readablePath(run.name)}`,
      body: [
        plural('shell.ended.succeeded', succeeded),
        ...(failed > 0 ? [plural('shell.ended.failed', failed)] : []),
      ].join(', '),
      onClick: () => void router.push({ name: 'run', params: { id: run.id } }),
    })
  })
}
