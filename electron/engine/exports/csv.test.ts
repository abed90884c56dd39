import { Writable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvOptionsSchema } from '../../../shared/model/export.ts'
import { chosenExecutionSchema } from '../../../shared/model/job.ts'
import { displayPath } from '../../../shared/model/path-text.ts'
import type { ResultColumn, ResultRow } from '../../../shared/model/result.ts'
import { nothingLeftOut, type RunSummary } from '../../../shared/model/run.ts'
import { fromPathBytes } from '../path-bytes.ts'
import {
  commitExample,
  exampleItem,
  exampleItems,
  exampleRun,
  failed,
  runEnd,
  succeeded,
  temporaryStore,
  batchOf,
} from '../store/fixtures/example-run.ts'
import type { Store } from '../store/store.ts'
import { csvColumns, writeCsv } from './csv.ts'
import type { CsvSource } from './csv.ts'

const hashColumn: ResultColumn = { name: 'hash', type: 'text' }

/** Keeps what is written to it; every write is slow, so that pressure builds up. */
function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      setImmediate(done)
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

async function toText(source: Omit<CsvSource, 'options'> & { options?: object }): Promise<string> {
  const { stream, text } = collector()
  const options = csvOptionsSchema.parse(source.options ?? {})
  const receipt = await writeCsv({ ...source, options, destination: stream })
  expect(stream.writableEnded).toBe(false)
  expect(receipt.bytes).toBe(Buffer.byteLength(text(), 'utf8'))
  return text()
}

/** Two done, one failed with a hostile name, two not done; then the run ends as `state`. */
async function exampleExport(
  state: 'finished' | 'cancelled' | 'running',
): Promise<Omit<CsvSource, 'options'>> {
  const store = await temporaryStore()
  const runId = await store.createRun(exampleRun())
  const names = ['/a.jpg', '/b "two", three.jpg', '=cmd|x', '/new\nline', '/\uDCE9t\u00E9']
  await store.addItems(runId, [
    ...names.map((name) => exampleItem(name)),
    { path: '/f', size: null, modifiedAt: null, problem: null },
  ])
  const rows = [succeeded(2, ['bb']), failed(3), { ...succeeded(1, ['aa']), duration: 0.123456 }]
  await store.commitResults(runId, batchOf(rows))
  if (state !== 'running') await store.finishRun(runId, runEnd({ state }))
  const run = await store.getRun(runId)
  if (run === null) throw new Error('The run is missing.')
  return { store, run, resultColumns: [hashColumn] }
}

describe('CSV of a run', () => {
  it('has a header, a row for each result in result order, and the items that were not done', async () => {
    const text = await toText(await exampleExport('cancelled'))
    expect(text).toBe(
      [
        'seq,path,status,hash,size,modified_at,started_at,duration_ms,worker,error_code,error_message',
        '2,"/b ""two"", three.jpg",succeeded,bb,10,2023-11-14T22:13:20.000Z,2023-11-14T22:13:20.000Z,1.5,1,,',
        "3,'=cmd|x,failed,,10,2023-11-14T22:13:20.000Z,2023-11-14T22:13:20.000Z,0,2,NOT_FOUND,Item 3 has vanished.",
        '1,/a.jpg,succeeded,aa,10,2023-11-14T22:13:20.000Z,2023-11-14T22:13:20.000Z,0.123,1,,',
        '4,"/new\nline",not_done,,10,2023-11-14T22:13:20.000Z,,,,,',
        '5,/\\xE9té,not_done,,10,2023-11-14T22:13:20.000Z,,,,,',
        '6,/f,not_done,,,,,,,,',
        '',
      ].join('\r\n'),
    )
  })

  it('has only the results while the run goes on', async () => {
    const records = parse(await toText(await exampleExport('running')), { columns: true })
    expect(records).toHaveLength(3)
  })

  it('has the columns that are picked, in their order, and a mark for Excel where it is asked for', async () => {
    const source = await exampleExport('finished')
    const options = { columns: ['hash', 'seq', 'path_hex', 'seq'], byteOrderMark: true }
    const text = await toText({ ...source, options })
    expect(text.startsWith('\uFEFFhash,seq,path_hex,seq\r\nbb,2,2f622022')).toBe(true)
    expect(text.endsWith(`\r\n,5,2fe974c3a9,5\r\n,6,2f66,6\r\n`)).toBe(true)
  })

  it('leaves formulas alone where that is wanted', async () => {
    const source = await exampleExport('finished')
    const text = await toText({ ...source, options: { columns: ['path'], escapeFormulas: false } })
    expect(text).toContain('\r\n=cmd|x\r\n')
  })

  it('refuses a column that there is not, before anything is written', async () => {
    const source = await exampleExport('finished')
    const { stream, text } = collector()
    const options = csvOptionsSchema.parse({ columns: ['seq', 'sha'] })
    await expect(writeCsv({ ...source, options, destination: stream })).rejects.toMatchObject({
      code: 'INVALID_COLUMNS',
      message:
        'There is no column "sha". The columns of this run are: seq, path, status, hash, size, modified_at, ' +
        'started_at, duration_ms, worker, error_code, error_message, path_hex.',
    })
    expect(text()).toBe('')
  })

  it('tells which columns there are and which are selected', () => {
    const columns = csvColumns([hashColumn])
    expect(columns.find((column) => column.name === 'hash')).toEqual({
      name: 'hash',
      type: 'text',
      selected: true,
    })
    expect(columns.filter((column) => !column.selected).map((column) => column.name)).toEqual(['path_hex'])
    expect(columns.map((column) => column.name).indexOf('hash')).toBe(3)
  })

  it('reads many pages, one at a time, and gets each row once', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(5_555))
    await commitExample(store, runId, 4_444, (seq) => seq % 7 === 0)
    await store.finishRun(runId, runEnd({ state: 'cancelled' }))
    const run = await store.getRun(runId)
    if (run === null) throw new Error('The run is missing.')
    const text = await toText({
      store,
      run,
      resultColumns: [hashColumn],
      options: { columns: ['seq', 'status'] },
    })
    const records: string[][] = parse(text, { from_line: 2 })
    expect(records.map(([seq]) => Number(seq))).toEqual(
      Array.from({ length: 5_555 }, (_, index) => index + 1),
    )
    expect(records.filter(([, status]) => status === 'not_done')).toHaveLength(1_111)
  })
})

describe('CSV of hostile text', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '"',
          ',',
          '\r',
          '\n',
          '\r\n',
          '\uFEFF',
          '=',
          '+',
          '-',
          '@',
          '\t',
          '＝',
          "'",
          ';',
          ' ',
          'a',
        ),
      )
      .map((pieces) => pieces.join('')),
  )
  const noCounts = {
    total: 0,
    succeeded: 0,
    failed: 0,
    alreadyDone: 0,
    skipped: 0,
    remaining: 0,
    retrying: 0,
  }
  const run: RunSummary = {
    ...{ id: 1, name: '', state: 'finished', inputs: [], inputCount: 0, enumerated: true, error: null },
    task: { type: 'checksum', parameters: {} },
    execution: chosenExecutionSchema.parse({ workers: 1 }),
    ...{ startedAt: '2026-11-22T08:00:00Z', finishedAt: '2026-11-22T09:00:00Z', bytesTotal: 0, bytesDone: 0 },
    counts: noCounts,
    leftOut: nothingLeftOut,
    ...{ pause: null, stopReason: null, notBefore: null, sessions: 1, timeSpent: 0 },
  }

  /** A store that holds just these rows. */
  function storeOf(
    rows: readonly ResultRow[],
  ): Pick<Store, 'exportRows' | 'groupedRows' | 'unfinishedItems'> {
    return {
      exportRows: (_runId, after, limit) => Promise.resolve(rows.slice(after, after + limit)),
      groupedRows: () => Promise.resolve([]),
      unfinishedItems: () => Promise.resolve([]),
    }
  }

  const anyRow = fc.record({
    path: fc.oneof(hostile, fc.uint8Array({ maxLength: 20 }).map(fromPathBytes)),
    cell: fc.oneof(
      hostile,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    message: hostile,
  })
  const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 8 }).map((rows) =>
    rows.map(({ path, cell, message }, index): ResultRow => ({
      ...{ position: index + 1, seq: index + 1, path, status: 'succeeded', size: 1, modifiedAt: 8.7e15 },
      ...{ startedAt: 0, duration: 1, worker: 1, attempt: 1, cause: null, doneInRun: null, values: [cell] },
      error: { code: 'X', message },
    })),
  )
  const columns = ['path', 'hash', 'error_message']

  async function parsed(rows: readonly ResultRow[], options: object): Promise<string[][]> {
    const counts = { ...noCounts, total: rows.length, succeeded: rows.length }
    const text = await toText({
      store: storeOf(rows),
      run: { ...run, counts },
      resultColumns: [hashColumn],
      options,
    })
    return parse(text, { record_delimiter: ['\r\n', '\n', '\r'], from_line: 2 })
  }

  it('comes back from a parser as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        expect(await parsed(rows, { columns, escapeFormulas: false })).toEqual(
          // Only well-formed text can be written as UTF-8.
          rows.map((row) => [displayPath(row.path), String(row.values[0] ?? ''), row.error?.message ?? '']),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('never begins a text like a formula, and leaves numbers alone', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const records = await parsed(rows, { columns })
        for (const [index, row] of rows.entries()) {
          const texts = [displayPath(row.path), row.values[0] ?? '', row.error?.message ?? '']
          const expected = texts.map((text) =>
            typeof text === 'string' && /^[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : String(text),
          )
          expect(records[index]).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps a row whose only cell is empty', async () => {
    const rows: ResultRow[] = [1, 2].map((position) => ({
      ...{ position, seq: position, path: '/a', status: 'succeeded', size: null, modifiedAt: 9e15 },
      ...{ startedAt: 0, duration: 0, worker: 1, attempt: 1, values: [null] },
      ...{ error: null, cause: null, doneInRun: null },
    }))
    expect(await parsed(rows, { columns: ['hash'] })).toEqual([[''], ['']])
    expect(await parsed(rows, { columns: ['modified_at'] })).toEqual([[''], ['']])
  })
})

describe('the stream that takes the CSV', () => {
  it('is never given more than it takes', async () => {
    const store = await temporaryStore()
    const runId = await store.createRun(exampleRun())
    await store.addItems(runId, exampleItems(20_000))
    await commitExample(store, runId, 20_000)
    const run = await store.getRun(runId)
    if (run === null) throw new Error('The run is missing.')
    let asked = 0
    const counting = {
      ...store,
      exportRows: (id: number, after: number, limit: number) => {
        asked += 1
        return store.exportRows(id, after, limit)
      },
    }
    const firstWrite = Promise.withResolvers<() => void>()
    const stream = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        firstWrite.resolve(done)
      },
    })
    const options = csvOptionsSchema.parse({})
    const source = { store: counting, run, resultColumns: [hashColumn], options, destination: stream }
    const writing = writeCsv(source)
    await firstWrite.promise
    // The store answers in order: by the time it answers this, it has had every chance to be asked for more.
    for (let turn = 0; turn < 10; turn += 1) await store.exportRows(runId, 0, 1)
    expect(asked).toBeLessThanOrEqual(3)
    stream.destroy()
    await expect(writing).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: 'The export was not completed: the connection was closed before the end.',
    })
    expect(asked).toBeLessThanOrEqual(3)
  })

  it('is told of by its own error', async () => {
    const source = await exampleExport('finished')
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      },
    })
    const options = csvOptionsSchema.parse({})
    await expect(writeCsv({ ...source, options, destination: stream })).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      data: { reason: 'EPIPE' },
    })
  })

  it('is destroyed when the store fails, so that nobody takes a part for the whole', async () => {
    const source = await exampleExport('finished')
    const { stream } = collector()
    const broken = {
      ...source.store,
      exportRows: () => Promise.reject(new Error('gone')),
    }
    const options = csvOptionsSchema.parse({})
    await expect(writeCsv({ ...source, store: broken, options, destination: stream })).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
    })
    expect(stream.destroyed).toBe(true)
  })

  it('is let go of when the export is cancelled', async () => {
    const source = await exampleExport('finished')
    const { stream } = collector()
    const signal = AbortSignal.abort()
    const options = csvOptionsSchema.parse({})
    await expect(writeCsv({ ...source, options, destination: stream, signal })).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: 'The export was not completed: it was cancelled.',
    })
  })
})
