import type { Writable } from 'node:stream'
import type { ExportReceipt } from '../../../shared/contract/contract.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { runNotFound } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { findTaskType } from '../tasks/registry.ts'
import { pickColumns } from './csv-columns.ts'
import { writeCsv, writeCsvFile, type CsvReceipt, type CsvSource } from './csv.ts'

/**
 * What an export of a run would write, with everything checked that can be before the first byte.
 * @throws EngineError RUN_NOT_FOUND, INVALID_COLUMNS
 */
export async function exportSource(store: Store, runId: RunId, options: CsvOptions): Promise<CsvSource> {
  const run = await store.getRun(runId)
  if (run === null) throw runNotFound(runId)
  const { resultColumns } = findTaskType(run.task.type)
  pickColumns(resultColumns, options, run.outputs !== null)
  return { store, run, resultColumns, options }
}

/** Writes a run's results to a file; see `writeCsvFile`. @throws EngineError as there and in `exportSource` */
export async function exportToFile(
  store: Store,
  runId: RunId,
  options: CsvOptions,
  path: string,
  signal?: AbortSignal,
): Promise<ExportReceipt> {
  return await writeCsvFile({ ...(await exportSource(store, runId, options)), path, signal })
}

/** Writes a run's results to a stream; see `writeCsv`. @throws EngineError as there and in `exportSource` */
export async function exportToStream(
  store: Store,
  runId: RunId,
  options: CsvOptions,
  destination: Writable,
  signal?: AbortSignal,
): Promise<CsvReceipt> {
  return await writeCsv({ ...(await exportSource(store, runId, options)), destination, signal })
}
