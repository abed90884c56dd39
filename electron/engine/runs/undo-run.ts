import type { UndoReceipt } from '../../../shared/contract/run-queries.ts'
import type { MadeOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { isActiveState, type RunId } from '../../../shared/model/run.ts'
import { EngineError, runNotFound } from '../errors.ts'
import { quotePath } from '../inputs/problems.ts'
import { readJournal } from '../outputs/journal.ts'
import { recogniseMade } from '../outputs/recognise.ts'
import { isUnchanged, lookAt } from '../outputs/standing.ts'
import { removeLeftover } from '../outputs/temporary.ts'
import { removeFolders, undoOutput, type UndoResult } from '../outputs/undo.ts'
import type { MadeRow, UndoRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/** Outputs that are taken back between two marks in the store. */
const pageSize = 200

/** Refusals that are named in the receipt. */
const namedRefusals = 100

export interface UndoOptions {
  readonly store: Store
  /** Where the run's workers wrote down what they made; there after a crash. */
  readonly journal: string
  /** Only says what would be taken back. */
  readonly dryRun: boolean
  /** Ends the undo between two files. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Takes back what a run has made, the last first. Each output is marked in the store before and after it is touched, so
 * that an undo which was cut off can be asked for again.
 * @throws EngineError RUN_NOT_FOUND, RUN_ACTIVE
 */
export async function undoRun(runId: RunId, options: UndoOptions): Promise<UndoReceipt> {
  const { store, dryRun, signal } = options
  await refuseActive(store, runId)
  if (!dryRun) await adoptLost(runId, options)
  const { made } = await store.outputFigures(runId)
  const madeFolders = new Set<PathText>()
  const receipt: UndoReceipt = { undone: 0, undoneBefore: 0, refused: 0, refusals: [], left: made }
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const page = await store.madeOutputs(runId, before, pageSize)
    const last = page.at(-1)
    if (last === undefined || isEnded(signal)) break
    before = last.seq
    const open = page.filter((row) => row.undo !== 'undone')
    for (const { made: output } of page) for (const folder of output.madeFolders) madeFolders.add(folder)
    receipt.undoneBefore += page.length - open.length
    receipt.left -= page.length - open.length
    if (!dryRun) await store.markUndo(runId, open.map(beginning))
    const records: UndoRecord[] = []
    for (const row of open) {
      if (isEnded(signal)) break
      const result = dryRun ? await previewUndo(row) : await undoOutput(row)
      records.push(recordOf(row, result))
      count(receipt, row, result)
    }
    if (!dryRun) await store.markUndo(runId, records)
  }
  // Workers finish in any order: a folder may have been made for an item whose output went before those of others in it.
  const innermostFirst = [...madeFolders].toSorted((first, second) => second.length - first.length)
  if (!dryRun && !isEnded(signal)) for (const folder of innermostFirst) await removeFolders([folder])
  return receipt
}

async function refuseActive(store: Store, runId: RunId): Promise<void> {
  const run = await store.getRun(runId)
  if (run === null) throw runNotFound(runId)
  if (!isActiveState(run.state)) return
  throw new EngineError(
    'RUN_ACTIVE',
    `Run ${runId} is at work; cancel it, or wait for its end, then undo it.`,
    {
      data: { runId },
    },
  )
}

/**
 * What a run has made whose results were lost in a crash belongs to it all the same. What it was making, and has no place
 * yet, is removed.
 */
async function adoptLost(runId: RunId, { store, journal }: UndoOptions): Promise<void> {
  let page = await store.unmadeOutputs(runId, 0, pageSize)
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    const entries = await readJournal(journal, new Set(page.map(({ seq }) => seq)))
    const found = []
    for (const row of page) {
      if (row.planned.path !== null) await removeLeftover({ runId, journal }, row.seq, row.planned.path)
      const entry = entries.get(row.seq)
      if (entry === undefined && row.effect !== 'moves') continue
      const recognised = await recogniseMade(row.planned, entry, row, row.effect)
      const made = recognised?.output ?? (await halfMoved(entry?.output))
      if (made !== null) found.push({ seq: row.seq, made })
    }
    if (found.length > 0) await store.adoptOutputs(runId, found)
    page = await store.unmadeOutputs(runId, last.seq, pageSize)
  }
}

/** A file that was being moved when the program ended, and has both names: the new one is taken back. */
async function halfMoved(output: MadeOutput | undefined): Promise<MadeOutput | null> {
  if (output === undefined) return null
  const standing = await lookAt(output.path)
  return standing !== null && isUnchanged(standing, output) ? output : null
}

/** What undo would say, as far as that can be told without doing it. */
async function previewUndo({ action, effect, source, made }: MadeRow): Promise<UndoResult> {
  if (action === 'replace' || (action === 'replace-input' && effect === 'writes')) {
    return {
      status: 'refused',
      reason: `${quotePath(made.path)} replaced an earlier file, which is not kept.`,
    }
  }
  const standing = await lookAt(made.path)
  if (standing !== null && !isUnchanged(standing, made)) {
    return { status: 'refused', reason: `${quotePath(made.path)} was changed since it was made.` }
  }
  const back = effect === 'moves' && standing !== null ? await lookAt(source) : null
  if (back !== null && back.inode !== standing?.inode) {
    return {
      status: 'refused',
      reason: `${quotePath(made.path)} cannot be moved back: ${quotePath(source)} is there.`,
    }
  }
  return { status: 'undone' }
}

function isEnded(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false
}

function beginning({ seq }: MadeRow): UndoRecord {
  return { seq, state: 'begun', message: null }
}

function recordOf({ seq }: MadeRow, result: UndoResult): UndoRecord {
  return result.status === 'undone'
    ? { seq, state: 'undone', message: null }
    : { seq, state: 'refused', message: result.reason }
}

function count(receipt: UndoReceipt, { seq, made }: MadeRow, result: UndoResult): void {
  receipt.left -= 1
  if (result.status === 'undone') {
    receipt.undone += 1
    return
  }
  receipt.refused += 1
  if (receipt.refusals.length < namedRefusals) {
    receipt.refusals.push({ seq, path: made.path, reason: result.reason })
  }
}
