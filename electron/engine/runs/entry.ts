import { appendToLog, emptyLog, type GrowingLog } from '../../../shared/model/log.ts'
import type { Report } from '../pool/index.ts'
import type { StoredItem } from '../store/records.ts'
import { packItem } from '../tasks/sent-item.ts'
import type { ItemLine } from '../tasks/sent-item.ts'
import type { SentItem } from '../tasks/task-type.ts'

/** An item on its way through one session of a run. */
export interface Entry {
  readonly item: StoredItem
  /** Whether the item was asked for a second time, so that what it was found with no longer counts. */
  readonly isAgain: boolean
  /** The number of the try that is due or under way, from 1, over all sessions. */
  attempt: number
  /** Automatic retries that it has had in this session. */
  retries: number
  /** Tries that ended its worker, in all sessions. */
  crashes: number
  /** How often it was tried again because what it lacked was there after all. */
  reappearances: number
  /** Where among the items that were moved to the front it stands; null where it was not moved. */
  rank: number | null
  /** What the current try has said. */
  log: GrowingLog
}

/** @param isAgain whether it comes back from a wait; an item that has a result or was tried before does so anyway */
export function newEntry(item: StoredItem, isAgain = false): Entry {
  return {
    item,
    isAgain: isAgain || item.hasResult || item.attempts > 0,
    attempt: item.attempts + 1,
    retries: 0,
    crashes: item.crashes,
    reappearances: 0,
    rank: null,
    log: emptyLog,
  }
}

/** What a worker is given. */
export function taskItemOf({ item, isAgain, retries, reappearances }: Entry): ItemLine | SentItem {
  return packItem({
    seq: item.seq,
    path: item.path,
    size: item.size,
    modifiedAt: item.modifiedAt,
    problem: item.problem,
    isAgain: isAgain || retries > 0 || reappearances > 0,
    output: item.output?.planned ?? null,
  })
}

/** Keeps what the item's task said: messages one a line, output as it was written. */
export function addToLog(entry: { log: GrowingLog }, report: Report): void {
  entry.log = appendToLog(entry.log, report.kind === 'output' ? report.text : `${lineOf(report.message)}\n`)
}

function lineOf(message: unknown): string {
  if (typeof message === 'string') return message
  if (message instanceof Error) return message.message
  try {
    const text: unknown = JSON.stringify(message)
    return typeof text === 'string' ? text : String(message)
  } catch {
    return String(message)
  }
}
