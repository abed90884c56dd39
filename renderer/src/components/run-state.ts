import type { RunSummary } from '../../../shared/model/run.ts'

/** How a run's state is shown: finished is told apart by whether anything failed. */
export type ShownState = RunSummary['state'] | 'finishedWithFailures'

/** The shown state of a run. */
export function shownState(run: Pick<RunSummary, 'state' | 'counts'>): ShownState {
  return run.state === 'finished' && run.counts.failed > 0 ? 'finishedWithFailures' : run.state
}

/** Its icon. */
export const stateIcons: Readonly<Record<ShownState, string>> = {
  running: 'i-lucide-circle-play',
  finished: 'i-lucide-circle-check',
  finishedWithFailures: 'i-lucide-triangle-alert',
  cancelled: 'i-lucide-circle-slash',
  failed: 'i-lucide-circle-x',
  interrupted: 'i-lucide-unplug',
}

/** Its colour, as a class for icon and word. */
export const stateColors: Readonly<Record<ShownState, string>> = {
  running: 'text-info',
  finished: 'text-success',
  finishedWithFailures: 'text-warning',
  cancelled: 'text-muted',
  failed: 'text-error',
  interrupted: 'text-warning',
}
