import type { ComparedPage, ComparedRuns, WantedRows } from './comparisons.ts'
import { createSpareReader, type StartReader } from './spare-reader.ts'

/** After so long without a request the thread ends and all comparisons are forgotten, in milliseconds. */
const idleTime = 10 * 60_000

/** Comparisons of runs, on a thread that is there as long as somebody looks at them: no other page waits for one. */
export interface ComparisonThread {
  /** @throws {EngineError} RUN_NOT_FOUND, RUN_ACTIVE */
  compare(runs: ComparedRuns, wanted: WantedRows): Promise<ComparedPage>
  close(): Promise<void>
}

export function createComparisonThread(startReader: StartReader): ComparisonThread {
  const thread = createSpareReader(startReader, idleTime)
  return {
    compare: (runs, wanted) => thread.use((reader) => reader.call('compareRuns', runs, wanted)),
    close: () => thread.close(),
  }
}
