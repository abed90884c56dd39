import { exportToStream } from '../../engine/exports/export-run.ts'
import type { CsvOptions } from '../../../shared/model/export.ts'
import type { RunId } from '../../../shared/model/run.ts'
import type { CsvTarget } from './csv-target.ts'
import { hasReader, isVanishedReader } from './output.ts'
import type { LocalEngine } from './local-engine.ts'

/** How many rows went to the CSV; null where the reader left before the end. */
export type WrittenRows = number | null

/**
 * Writes a run's results where they are wanted. A reader that leaves early (`| head`) is no error.
 *
 * @param signal ends it early; a file that was there before stays as it was
 * @throws EngineError or ORPCError EXPORT_FAILED, INVALID_COLUMNS, RUN_NOT_FOUND
 */
export async function writeCsv(
  local: LocalEngine,
  runId: RunId,
  options: CsvOptions,
  target: CsvTarget,
  signal: AbortSignal,
): Promise<WrittenRows> {
  switch (target.kind) {
    case 'file': {
      const receipt = await local.client.exports.csv({ runId, path: target.path, options }, { signal })
      return receipt.rows
    }
    case 'stdout':
      if (!hasReader()) return null
      return await untilReaderLeaves(
        exportToStream(local.engine.store, runId, options, process.stdout, signal),
      )
  }
}

async function untilReaderLeaves(writing: Promise<{ readonly rows: number }>): Promise<WrittenRows> {
  try {
    return (await writing).rows
  } catch (error) {
    if (isVanishedReader(error) || (error instanceof Error && isVanishedReader(error.cause))) return null
    throw error
  }
}
