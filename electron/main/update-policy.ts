import type { UpdateChannel } from '../../shared/contract/desktop-bridge.ts'

/** How far an update is. */
export type UpdateStage = 'unknown' | 'available' | 'downloaded' | 'declined'

/** All that decides what may be done about updates now. */
export interface UpdateCircumstances {
  readonly channel: UpdateChannel
  /** Whether this is an installed app: nothing else can be updated. */
  readonly isPackaged: boolean
  /** Whether a run is at work or paused. */
  readonly isBusy: boolean
  readonly stage: UpdateStage
}

/**
 * What to do about updates now. Nothing at all unless the user chose a channel, and nothing but looking while
 * a run is at work: neither the network nor a question is to come between a run and its end.
 */
export function updateStep({
  channel,
  isPackaged,
  isBusy,
  stage,
}: UpdateCircumstances): 'nothing' | 'look' | 'download' | 'offer' {
  if (channel === 'off' || !isPackaged) return 'nothing'
  if (stage === 'unknown') return 'look'
  if (isBusy || stage === 'declined') return 'nothing'
  return stage === 'available' ? 'download' : 'offer'
}
