import { computed, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import { displayPath } from '../../../../shared/model/path-text.ts'
import { isEndState } from '../../../../shared/model/run-state.ts'
import type { RunProgress } from '../../../../shared/model/run.ts'
import { hasCommandKey } from '../../commands/shortcut.ts'
import { copyText } from '../../components/clipboard.ts'
import { readablePath } from '../../format/path-parts.ts'
import { useText } from '../../i18n/text.ts'
import { computedAndKept } from '../../kept.ts'
import { shownError } from '../../platform/engine-error.ts'
import type { ShownError } from '../../platform/engine-error.ts'
import { usePlatform } from '../../platform/platform.ts'
import { rowActionIcons, rowActionKeys, rowActions } from './row-actions.ts'
import type { RowAction } from './row-actions.ts'
import { RowSelection } from './row-selection.ts'

/** The most items that one action works on, as the contract has it. */
export const mostSelected = 100_000

/** One entry of the menu of a row. */
export interface RowMenuItem {
  readonly label: string
  readonly icon: string
  readonly kbds: string[]
  readonly onSelect: () => void
}

interface SelectedRow {
  readonly seq: number
  readonly path: string
}

export interface RowActionsOptions<Row extends SelectedRow> {
  readonly progress: () => RunProgress
  readonly selection: Ref<RowSelection>
  /** Whether the rows are results; else they wait for theirs. */
  readonly areResults: boolean
  /** Whether one of the selected items is being worked on, given all that are. */
  readonly isInHand: (inHand: ReadonlySet<number>) => boolean
  /** The selected rows, wherever they are, in their order. */
  readonly selectedRows: () => Promise<readonly Row[]>
  readonly onDetails: (row: Row) => void
  /** Does these items of an ended run once more. */
  readonly onRetry: (seqs: number[]) => void
  /** Called when items were moved to the front, left out or ended. */
  readonly onCourseChanged: () => void
}

/** What can be done with the selected rows of a table, and what came of it. */
export interface RowActionsInUse {
  /** Those that apply. */
  readonly offered: ComputedRef<readonly RowAction[]>
  /** The same as a menu, in groups. */
  readonly menu: ComputedRef<RowMenuItem[][]>
  readonly inHand: ComputedRef<ReadonlySet<number>>
  readonly busy: Readonly<Ref<boolean>>
  /** What an action did, where that cannot be seen. */
  readonly notice: Ref<string | null>
  readonly error: ShallowRef<ShownError | null>
  /** What an action did, for those who hear it only. */
  readonly announcement: Readonly<Ref<string>>
  readonly act: (action: RowAction) => Promise<void>
  /** Does what its key asks for, where that applies. */
  readonly actByKey: (action: RowAction) => void
}

/** To be called in the setup of what shows the rows. */
export function useRowActions<Row extends SelectedRow>(options: RowActionsOptions<Row>): RowActionsInUse {
  const { selection, areResults } = options
  const { client, desktop } = usePlatform()
  const { t, plural } = useText()
  const isMac = hasCommandKey(navigator.platform)
  const announcement = ref('')
  const notice = ref<string | null>(null)
  const busy = ref(false)
  const error = shallowRef<ShownError | null>(null)

  const run = computed(() => options.progress().run)
  const inHand = computed(() => new Set(options.progress().workers.flatMap(({ item }) => item?.seq ?? [])))
  // Most events, and most changes of the selection, leave the menu and the bar as they were.
  const groups = computedAndKept(() =>
    rowActions({
      // While nothing is selected, as for one: the bar then stands ready for the first row that is.
      count: Math.max(1, selection.value.count),
      most: mostSelected,
      isEnded: isEndState(run.value.state),
      hasResult: areResults,
      mayWait: !areResults || run.value.counts.retrying > 0,
      isInHand: inHand.value.size > 0 && options.isInHand(inHand.value),
      canShow: desktop.showInFolder !== null,
      canOpen: desktop.openFile !== null,
    }),
  )
  const offered = computed(() => groups.value.flat())
  const menu = computed(() =>
    groups.value.map((group) =>
      group.map((action) => ({
        label: t(`run.selection.actions.${action}`),
        icon: rowActionIcons[action],
        kbds: [...rowActionKeys(action, isMac)],
        onSelect: () => void act(action),
      })),
    ),
  )

  function actByKey(action: RowAction): void {
    if (offered.value.includes(action)) void act(action)
  }

  async function act(action: RowAction): Promise<void> {
    error.value = null
    notice.value = null
    if (action === 'clear') {
      selection.value = RowSelection.none
      return
    }
    busy.value = true
    try {
      const rows = await options.selectedRows()
      const [first] = rows
      if (first === undefined) return
      const seqs = rows.map((row) => row.seq)
      if (action === 'details') options.onDetails(first)
      else if (action === 'openFile') await openFile(first)
      else if (action === 'show') await desktop.showInFolder?.(first.path)
      else if (action === 'retry') options.onRetry(seqs)
      else if (action === 'copy') await copyPaths(rows)
      else await changeCourse(action, seqs)
    } catch (reason) {
      error.value = shownError(reason)
    } finally {
      busy.value = false
    }
  }

  async function openFile({ path }: Row): Promise<void> {
    if ((await desktop.openFile?.(path)) === 'shown') notice.value = t('run.selection.onlyShown')
  }

  /** What is still to be done, or being done, of the selected items. */
  async function changeCourse(action: 'moveToFront' | 'skip' | 'end', seqs: number[]): Promise<void> {
    const { id: runId } = run.value
    if (action === 'moveToFront') {
      notice.value = plural('run.selection.moved', (await client.runs.moveToFront({ runId, seqs })).moved)
    } else if (action === 'skip') {
      notice.value = plural('run.selection.skipped', (await client.runs.skipItems({ runId, seqs })).skipped)
    } else {
      for (const seq of seqs.filter((each) => inHand.value.has(each)))
        await client.runs.endItem({ runId, seq })
    }
    options.onCourseChanged()
  }

  async function copyPaths(rows: readonly Row[]): Promise<void> {
    await copyText(rows.map((row) => displayPath(row.path)).join('\n'))
    const [first] = rows
    announcement.value =
      rows.length === 1 && first !== undefined
        ? t('run.results.copied', { path: readablePath(first.path) })
        : plural('run.results.copiedMany', rows.length)
  }

  return { offered, menu, inHand, busy, notice, error, announcement, act, actByKey }
}
