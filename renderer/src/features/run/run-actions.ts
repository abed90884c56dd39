import { isEndState } from '../../../../shared/model/run-state.ts'
import type { RunSummary } from '../../../../shared/model/run.ts'

/** What a user can have done with a run. */
export type RunAction = 'pause' | 'resume' | 'retry' | 'drain' | 'cancel' | 'again'

/** The actions that apply to a run as it is, in the order in which they are offered. */
export function actionsFor(
  run: Pick<RunSummary, 'state' | 'counts' | 'enumerated'>,
  draining = false,
): readonly RunAction[] {
  const { state, counts, enumerated } = run
  if (state === 'running') return draining ? ['cancel'] : ['pause', 'drain', 'cancel']
  if (state === 'paused') return ['resume', 'cancel']
  if (!isEndState(state)) return ['cancel']
  const hasWorkLeft = !enumerated || counts.remaining > 0 || counts.retrying > 0
  return [
    ...(hasWorkLeft ? (['resume'] as const) : []),
    ...(counts.failed > 0 ? (['retry'] as const) : []),
    'again',
  ]
}

/** Their icons. */
export const actionIcons: Readonly<Record<RunAction, string>> = {
  pause: 'i-lucide-pause',
  resume: 'i-lucide-play',
  retry: 'i-lucide-list-restart',
  drain: 'i-lucide-list-end',
  cancel: 'i-lucide-circle-stop',
  again: 'i-lucide-rotate-cw',
}
