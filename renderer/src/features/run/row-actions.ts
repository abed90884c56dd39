/** What a user can have done with the selected results. */
export type RowAction =
  'details' | 'openFile' | 'show' | 'copy' | 'retry' | 'moveToFront' | 'skip' | 'end' | 'clear'

/** What decides which actions apply. */
export interface RowSituation {
  /** Selected results. */
  readonly count: number
  /** The most that one action works on. */
  readonly most: number
  readonly isEnded: boolean
  /** Whether the items have results. What has none is done when the run goes on, and needs no retry. */
  readonly hasResult: boolean
  /** Whether some of the selected items may be to be done still: they have no result, or the run does results again. */
  readonly mayWait: boolean
  /** Whether one of the selected items is being worked on. */
  readonly isInHand: boolean
  readonly canShow: boolean
  readonly canOpen: boolean
}

/** The actions that apply, in the groups and the order in which they are offered. */
export function rowActions(situation: RowSituation): readonly (readonly RowAction[])[] {
  const { count, most, isEnded, hasResult, mayWait, isInHand, canShow, canOpen } = situation
  const isOne = count === 1
  const fits = count <= most
  const isWaiting = !isEnded && mayWait && fits
  const groups: readonly (readonly (RowAction | false)[])[] = [
    [isOne && 'details', isOne && canOpen && 'openFile', isOne && canShow && 'show'],
    [
      isEnded && hasResult && fits && 'retry',
      isWaiting && 'moveToFront',
      isWaiting && 'skip',
      isInHand && 'end',
    ],
    ['copy', 'clear'],
  ]
  return groups.map((group) => group.filter((action) => action !== false)).filter((group) => group.length > 0)
}

/** Their icons. */
export const rowActionIcons: Readonly<Record<RowAction, string>> = {
  details: 'i-lucide-panel-right-open',
  openFile: 'i-lucide-external-link',
  show: 'i-lucide-folder-open',
  copy: 'i-lucide-copy',
  retry: 'i-lucide-list-restart',
  moveToFront: 'i-lucide-arrow-up-to-line',
  skip: 'i-lucide-skip-forward',
  end: 'i-lucide-circle-stop',
  clear: 'i-lucide-x',
}

/** The keys by which the table does them, as they are shown. */
export function rowActionKeys(action: RowAction, isMac: boolean): readonly string[] {
  const mod = isMac ? '⌘' : 'Ctrl'
  if (action === 'details') return ['↵']
  if (action === 'openFile') return [mod, 'O']
  if (action === 'copy') return [mod, 'C']
  if (action === 'skip') return ['Del']
  return action === 'clear' ? ['Esc'] : []
}
