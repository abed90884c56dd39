import type { RunSummary } from '../../../shared/model/run.ts'

/** How a run's state is shown: finished is told apart by whether anything failed. */
export type ShownState = RunSummary['state'] | 'finishedWithFailures'

/** The shown state of a run. */
export function shownState(run: Pick<RunSummary, 'state' | 'counts'>): ShownState {
  return run.state === 'finished' && run.counts.failed > 0 ? 'finishedWithFailures' : run.state
}

/** Its icon. */
export const stateIcons: Readonly<Record<ShownState, string>> = {
  queued: 'i-lucide-clock',
  running: 'i-lucide-circle-play',
  paused: 'i-lucide-circle-pause',
  finished: 'i-lucide-circle-check',
  finishedWithFailures: 'i-lucide-triangle-alert',
  stopped: 'i-lucide-circle-stop',
  cancelled: 'i-lucide-circle-slash',
  failed: 'i-lucide-circle-x',
  interrupted: 'i-lucide-unplug',
}

/** Its colour, as a class for icon and word. */
export const stateColors: Readonly<Record<ShownState, string>> = {
  queued: 'text-muted',
  running: 'text-info',
  paused: 'text-warning',
  finished: 'text-success',
  finishedWithFailures: 'text-warning',
  stopped: 'text-muted',
  cancelled: 'text-muted',
  failed: 'text-error',
  interrupted: 'text-warning',
}
