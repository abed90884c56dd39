import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { writeCsv } from '../../engine/exports/csv.ts'
import { exportSource } from '../../engine/exports/export-run.ts'
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
    response.writeHead(200, {
      ...commonHeaders,
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="run-${runId}.csv"`,
    })
    if (response.req.method !== 'HEAD') await writeCsv({ ...source, destination: response })
    response.end()
  } catch (error) {
    if (response.headersSent) {
      if (!response.destroyed) engine.log(`The download of run ${runId} ended before its end.`, error)
      response.destroy()
    } else {
      sendError(engine, response, error)
    }
  }
}

function sendError(engine: Engine, response: ServerResponse, error: unknown): void {
  if (!(error instanceof EngineError)) {
    engine.log('A download failed.', error)
    sendText(response, 500, 'Something unforeseen happened; the terminal has the details.')
    return
  }
  const status = error.code === 'RUN_NOT_FOUND' ? 404 : error.code === 'INVALID_COLUMNS' ? 400 : 500
  sendText(response, status, error.message)
}
