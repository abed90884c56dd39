import { rmdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Cell } from '../../../shared/model/result.ts'
import type { MadeOutput, PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { RunId, RunSummary } from '../../../shared/model/run.ts'
import { readJournal } from '../outputs/journal.ts'
import type { OutputOrder } from '../outputs/output-order.ts'
import { recogniseMade } from '../outputs/recognise.ts'
import { OutputVolumes } from '../outputs/room.ts'
import { removeLeftover } from '../outputs/temporary.ts'
import type { StoredItem } from '../store/records.ts'
import { OutputRoom } from './output-room.ts'
import type { RoomLimits } from './room-guard.ts'
import { makesSomething, OutputPlanning, type OutputPlanningOptions } from './output-planning.ts'

export interface RunOutputsOptions extends OutputPlanningOptions {
  /** Where workers write down what they make: `journalFolder` of the run. */
  readonly journal: string
  /** How many result columns the task has. */
  readonly columns: number
  readonly log: (message: string, error?: unknown) => void
}

/** What a try has made whose answer was lost. */
export interface FoundOutput {
  readonly made: MadeOutput
  readonly values: readonly Cell[]
}

/** Items with what is planned for each. */
export interface PreparedItems {
  /** Those of which lost tries have made what was planned. */
  readonly made: readonly (readonly [StoredItem, FoundOutput])[]
  /** Those that are to be done. */
  readonly open: readonly StoredItem[]
}

/** The folder of a run's journal, which is there while it is at work, and after a crash. */
export function journalFolder(dataDirectory: string, runId: RunId): string {
  return join(dataDirectory, 'outputs', `run-${runId}`)
}

/** Removes a run's journal, and the folder of all journals with the last of them. */
export async function removeJournal(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  try {
    await rmdir(dirname(folder))
  } catch {
    // Other runs have theirs there, or it never was.
  }
}

/** The outputs of one session of a run: their plan, the volumes they go to, and what lost tries have left. */
export class RunOutputs {
  readonly #options: RunOutputsOptions
  readonly #order: OutputOrder
  readonly planning: OutputPlanning
  readonly volumes = new OutputVolumes()
  #removed = 0

  constructor(options: RunOutputsOptions) {
    const { runId, journal, options: chosen } = options
    this.#options = options
    this.#order = {
      runId,
      journal,
      keepDates: chosen.keepDates,
      keepPermissions: chosen.keepPermissions,
    }
    this.planning = new OutputPlanning(options)
  }

  /** What workers are told. */
  get order(): OutputOrder {
    return this.#order
  }

  /** Unfinished outputs that were removed in this session. */
  get removed(): number {
    return this.#removed
  }

  /** Decides what becomes of each item of the run, as far as that was not decided in earlier sessions. */
  async plan(
    summary: RunSummary,
    signal: AbortSignal,
    onPlanned: (plannedTo: number) => void,
  ): Promise<void> {
    const { outputs, counts } = summary
    await this.planning.planAll(outputs?.planned ?? 0, counts.total, signal, async (plannedTo, planned) => {
      await this.#note(planned.map((each) => each.planned))
      onPlanned(plannedTo)
    })
  }

  /** Watches from now on whether there is room where outputs go. @param onChange as `OutputRoom` tells */
  watchRoom(limits: RoomLimits, onChange: (message: string | null) => void): OutputRoom {
    return new OutputRoom(this.volumes, limits, onChange)
  }

  /** Makes items ready to be worked on: what lost tries have made is found, what cannot be done as planned is planned anew. */
  async prepare(
    items: readonly StoredItem[],
    { areReturned, isFirstSession }: { readonly areReturned: boolean; readonly isFirstSession: boolean },
  ): Promise<PreparedItems> {
    const found = isFirstSession && !areReturned ? new Map<number, never>() : await this.recognise(items)
    const made = items.flatMap((item): [StoredItem, FoundOutput][] => {
      const stands = found.get(item.seq)
      return stands === undefined ? [] : [[item, stands]]
    })
    const open = items.filter(({ seq }) => !found.has(seq))
    const again = open.filter(({ hasResult, attempts }) => areReturned || hasResult || attempts > 0)
    const planned = new Map((await this.planning.planAgain(again)).map((item) => [item.seq, item]))
    const ready = open.map((item) => planned.get(item.seq) ?? item)
    await this.#note(ready.flatMap(({ output }) => output?.planned ?? []))
    return { made, open: ready }
  }

  /**
   * Of items whose tries may have been lost: what stands of them as it was planned, by number. A temporary name that such an
   * output has still is removed.
   */
  async recognise(items: readonly StoredItem[]): Promise<ReadonlyMap<number, FoundOutput>> {
    const found = new Map<number, FoundOutput>()
    const planned = items.filter(({ output }) => output !== null && makesSomething(output.planned))
    const entries = await readJournal(this.#order.journal, new Set(planned.map(({ seq }) => seq)))
    for (const item of planned) {
      const entry = entries.get(item.seq)
      // Without an entry nothing was made but, where the journal was lost with the power, a move.
      if (item.output === null || (entry === undefined && item.output.effect !== 'moves')) continue
      const recognised = await recogniseMade(item.output.planned, entry, item, item.output.effect)
      if (recognised === null) continue
      // Ended between its two names, the file has both still.
      await this.#removeLeftover(item)
      const values = recognised.values ?? Array.from({ length: this.#options.columns }, () => null)
      found.set(item.seq, { made: recognised.output, values })
    }
    return found
  }

  /**
   * To be called where a try was ended from outside: what it made stands and counts, or what it left is removed.
   * @returns what stands; null where nothing does
   */
  async settleLost(item: StoredItem): Promise<FoundOutput | null> {
    try {
      const found = (await this.recognise([item])).get(item.seq) ?? null
      if (found === null && (await this.#removeLeftover(item))) this.#removed += 1
      return found
    } catch (error) {
      this.#options.log(`It could not be seen what item ${item.seq} left of its output.`, error)
      return null
    }
  }

  /** To be called when nothing of the run is at work and all that it made is in the store. */
  async tidy(): Promise<void> {
    try {
      await removeJournal(this.#order.journal)
    } catch (error) {
      this.#options.log(`The journal of run ${this.#options.runId} could not be removed.`, error)
    }
  }

  /** Takes note of the volumes that outputs go to. */
  async #note(outputs: readonly PlannedOutput[]): Promise<void> {
    const paths = outputs.flatMap((planned) => (makesSomething(planned) ? (planned.path ?? []) : []))
    if (paths.length > 0) await this.volumes.add(paths)
  }

  async #removeLeftover({ seq, output }: StoredItem): Promise<boolean> {
    const path = output?.planned.path ?? null
    return path !== null && (await removeLeftover(this.#order, seq, path))
  }
}
