import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Comparison } from '../../../shared/contract/comparison.ts'
import { readComparison, type ComparisonRequest } from '../../engine/api/comparison.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { writeComparison } from '../../engine/exports/comparison-csv.ts'
import { writeCsv } from '../../engine/exports/csv.ts'
import { exportSource } from '../../engine/exports/export-run.ts'
import type { ErrorCode } from '../../../shared/contract/errors.ts'
import { csvOptionsSchema, type CsvOptions } from '../../../shared/model/export.ts'
import { runIdSchema, type RunId } from '../../../shared/model/run.ts'
import { commonHeaders, sendText } from './responses.ts'

const booleanText = z.enum(['true', 'false']).transform((text) => text === 'true')

const querySchema = z.strictObject({
  columns: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  byteOrderMark: booleanText.optional(),
  escapeFormulas: booleanText.optional(),
})

/** The run that a path asks the CSV of: `/exports/run-12.csv`. Null for any other path. */
export function runOfPath(path: string): RunId | null {
  const match = /^\/exports\/run-(\d{1,15})\.csv$/u.exec(path)
  const runId = runIdSchema.safeParse(Number(match?.[1]))
  return match !== null && runId.success ? runId.data : null
}

/** The two runs that a path asks the comparison of: `/exports/comparison-3-12.csv`. Null for any other path. */
export function comparisonOfPath(path: string): Comparison | null {
  const match = /^\/exports\/comparison-(\d{1,15})-(\d{1,15})\.csv$/u.exec(path)
  const [before, after] = [match?.[1], match?.[2]].map((text) => runIdSchema.safeParse(Number(text)))
  return before?.success === true && after?.success === true
    ? { before: before.data, after: after.data }
    : null
}

/** The options in the query of a download, or null when there is one that does not exist or is not valid. */
export function optionsOfQuery(query: URLSearchParams): CsvOptions | null {
  const names = [...query.keys()]
  if (new Set(names).size !== names.length) return null
  const parsed = querySchema.safeParse(Object.fromEntries(query))
  if (!parsed.success) return null
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
  const options = csvOptionsSchema.safeParse(given)
  return options.success ? options.data : null
}

/**
 * Answers with the CSV of a run, written as it is read from the database. When the browser leaves, the
 * export stops; when the export fails under way, the connection is cut, so that no half file looks whole.
 */
export async function sendCsv(
  engine: Engine,
  runId: RunId,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const options = optionsOfQuery(query)
  if (options === null) {
    sendText(response, 400, 'The options of this export are not valid.')
    return
  }
  try {
    // Whatever can be wrong with the request is found before the first byte, while a status can say so.
    const source = await exportSource(engine.store, runId, options)
    beginDownload(response, `run-${runId}.csv`)
    if (response.req.method !== 'HEAD') await writeCsv({ ...source, destination: response })
    response.end()
  } catch (error) {
    endDownload(engine, response, `run ${runId}`, error)
  }
}

/** Answers with the CSV of a comparison of two runs, as `sendCsv` does with that of a run. */
export async function sendComparison(
  engine: Engine,
  comparison: Comparison,
  response: ServerResponse,
): Promise<void> {
  const { before, after } = comparison
  const read = (request: ComparisonRequest) => readComparison(engine.store, request)
  try {
    await read({ ...comparison, offset: 0, limit: 1 })
    beginDownload(response, `comparison-${before}-${after}.csv`)
    if (response.req.method !== 'HEAD') await writeComparison(read, comparison, response)
    response.end()
  } catch (error) {
    endDownload(engine, response, `the comparison of runs ${before} and ${after}`, error)
  }
}

function beginDownload(response: ServerResponse, fileName: string): void {
  response.writeHead(200, {
    ...commonHeaders,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${fileName}"`,
  })
}

function endDownload(engine: Engine, response: ServerResponse, what: string, error: unknown): void {
  if (!response.headersSent) {
    sendError(engine, response, error)
    return
  }
  if (!response.destroyed) engine.log(`The download of ${what} ended before its end.`, error)
  response.destroy()
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  RUN_NOT_FOUND: 404,
  INVALID_COLUMNS: 400,
  RUN_ACTIVE: 409,
}

function sendError(engine: Engine, response: ServerResponse, error: unknown): void {
  if (!(error instanceof EngineError)) {
    engine.log('A download failed.', error)
    sendText(response, 500, 'Something unforeseen happened; the terminal has the details.')
    return
  }
  sendText(response, statuses[error.code] ?? 500, error.message)
}
