import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ORPCError } from '@orpc/server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contract } from '../../shared/contract/contract.ts'
import { errorCodes } from '../../shared/contract/errors.ts'
import { localEngine, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Every procedure of the contract, but for the one that never ends. */
const procedures = Object.entries(contract).flatMap(([room, members]) =>
  Object.keys(members)
    .map((name) => `${room}.${name}`)
    .filter((name) => name !== 'runs.watch'),
)

/** Calls a procedure with what no typed client could send. Errors come as `{ code, message }`. */
async function ask(
  client: LocalEngine['client'],
  name: string,
  input: unknown,
): Promise<ORPCError<string, unknown> | null> {
  const [room = '', member = ''] = name.split('.')
  const procedure: unknown = Reflect.get(Object(Reflect.get(client, room)), member)
  if (typeof procedure !== 'function') throw new Error(`no procedure ${name}`)
  try {
    await Reflect.apply(procedure, undefined, [input])
    return null
  } catch (error) {
    if (error instanceof ORPCError) return error
    throw error
  }
}

function isForeseen(error: ORPCError<string, unknown> | null): boolean {
  return (
    error === null ||
    (Object.hasOwn(errorCodes, error.code) && error.code !== 'INTERNAL' && error.message !== '')
  )
}

const hostileText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '__proto__',
    'constructor',
    'toString',
    '\uD800',
    '\uDC80\uDCFF',
    '../..',
    '~',
    '~root',
    '*',
    '{a,'.repeat(2_000),
    '['.repeat(5_000),
    '**/'.repeat(200) + '*',
    '!(!(!(a)))',
    'x'.repeat(300),
    'x/'.repeat(5_000),
    'x'.repeat(70_000),
    '\u001B]0;title\u0007',
    "'; DROP TABLE runs; --",
  ),
)

const hostileNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    -1,
    0.5,
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 63,
    1e308,
  ),
)

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
  }),
  hostileText,
  hostileNumber,
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
  fc
    .constantFrom(1, 900)
    .map((depth) => JSON.parse('[1,'.repeat(depth) + '1' + ']'.repeat(depth)) as unknown),
)

/** A value that is mostly what is asked for, and sometimes anything. */
function mostly(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: value, weight: 6 }, { arbitrary: hostileValue, weight: 1 })
}

/** JSON of a value, which may hold what JSON does not know. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
}

/** An input of about the right form for each procedure. `folder` keeps what is read and written in one place. */
function nearlyValid(folder: string): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const path = hostileText.map((text) => `${folder}/${text.replaceAll('..', '')}`)
  const runId = mostly(fc.oneof(fc.integer({ min: 1, max: 6 }), hostileNumber))
  const input = mostly(
    fc.oneof(
      fc.record({ kind: fc.constant('path'), path }),
      fc.record({ kind: fc.constant('glob'), pattern: path }),
      fc.record({
        kind: fc.constant('list'),
        path,
        separator: fc.constantFrom('newline', 'nul'),
        base: path,
      }),
    ),
  )
  const task = mostly(
    fc.record({
      type: fc.oneof(
        { arbitrary: fc.constant('checksum'), weight: 6 },
        { arbitrary: hostileText, weight: 1 },
      ),
      parameters: mostly(
        fc.oneof(
          fc.record({ algorithm: mostly(fc.constantFrom('md5', 'sha256')) }),
          fc.dictionary(hostileText, hostileValue),
        ),
      ),
    }),
  )
  const execution = mostly(
    fc.record(
      {
        mode: mostly(fc.constantFrom('imap', 'imap-unordered')),
        chunkSize: mostly(fc.oneof(fc.constant('auto'), fc.integer({ min: 1, max: 9 }))),
        workers: mostly(fc.constantFrom(1, 2)),
        timeout: mostly(fc.oneof(fc.constantFrom(null, 60_000), fc.record({ timesMedian: hostileNumber }))),
        retries: mostly(fc.constantFrom(0, 1)),
        retryDelay: mostly(fc.constantFrom(0, 1)),
        stopRule: mostly(
          fc.record({ kind: fc.constantFrom('never', 'failures', 'percent'), count: hostileNumber }),
        ),
        skipDone: mostly(fc.boolean()),
      },
      { requiredKeys: [] },
    ),
  )
  const job = fc.record(
    { name: mostly(hostileText), inputs: mostly(fc.array(input, { maxLength: 3 })), task, execution },
    { requiredKeys: ['inputs', 'task'] },
  )
  const seq = mostly(fc.oneof(fc.integer({ min: 1, max: 4 }), hostileNumber))
  const seqs = mostly(fc.array(seq, { maxLength: 4 }))
  const run = fc.record({ runId })
  const item = fc.record({ runId, seq })
  const items = fc.record({ runId, seqs })
  const preset = mostly(
    fc.oneof(fc.record({ id: seq }), fc.record({ name: fc.oneof(fc.constantFrom('a', 'b'), hostileText) })),
  )
  return {
    'inputs.inspect': fc.record({ text: mostly(fc.oneof(hostileText, path)) }),
    'inputs.complete': fc.record(
      { text: mostly(fc.oneof(hostileText, path)), limit: mostly(hostileNumber) },
      { requiredKeys: ['text'] },
    ),
    'runs.start': job,
    'runs.cancel': fc.record({ runId }),
    'runs.get': fc.record({ runId }),
    'runs.list': fc.record(
      { limit: mostly(hostileNumber), before: mostly(hostileNumber) },
      { requiredKeys: [] },
    ),
    'runs.results': fc.record(
      {
        runId,
        status: mostly(fc.constantFrom('succeeded', 'failed', 'already-done', 'skipped')),
        cause: mostly(hostileText),
        text: mostly(hostileText),
        sort: mostly(
          fc.record({
            column: mostly(fc.oneof(fc.constantFrom('path', 'digest', 'duration_ms', 'size'), hostileText)),
            descending: mostly(fc.boolean()),
          }),
        ),
        offset: mostly(hostileNumber),
        limit: mostly(hostileNumber),
      },
      { requiredKeys: ['runId'] },
    ),
    'runs.plan': job,
    'runs.planRows': fc.record(
      {
        planId: seq,
        action: mostly(hostileText),
        offset: mostly(hostileNumber),
        limit: mostly(hostileNumber),
      },
      { requiredKeys: ['planId'] },
    ),
    'runs.outputs': fc.record(
      { runId, action: mostly(hostileText), offset: mostly(hostileNumber), limit: mostly(hostileNumber) },
      { requiredKeys: ['runId'] },
    ),
    'runs.undo': fc.record({ runId, dryRun: mostly(fc.boolean()) }, { requiredKeys: ['runId'] }),
    'runs.try': job,
    'runs.preview': fc.record({ runId, seq, side: mostly(fc.constantFrom('input', 'output')) }),
    'runs.previewTried': fc.record({ tryId: seq, seq, side: mostly(fc.constantFrom('input', 'output')) }),
    'runs.causes': run,
    'runs.item': item,
    'runs.attempts': item,
    'runs.log': item,
    'runs.sessions': run,
    'runs.throughput': run,
    'runs.compare': fc.record(
      {
        ...{ before: runId, after: runId, offset: mostly(hostileNumber), limit: mostly(hostileNumber) },
        kind: mostly(fc.constantFrom('same', 'changed', 'slower', 'not-done')),
      },
      { requiredKeys: ['before', 'after'] },
    ),
    'runs.reorderQueue': fc.record({ runIds: seqs }),
    'runs.pause': run,
    'runs.resume': run,
    'runs.drain': run,
    'runs.retry': fc.record({
      runId,
      which: mostly(
        fc.oneof(
          fc.record({ kind: fc.constant('failed') }),
          fc.record({ kind: fc.constant('cause'), cause: hostileText }),
          fc.record({ kind: fc.constant('items'), seqs }),
        ),
      ),
    }),
    'runs.endItem': item,
    'runs.skipItems': items,
    'runs.moveToFront': items,
    'runs.setWorkers': fc.record({ runId, workers: mostly(fc.constantFrom(1, 2)) }),
    'presets.save': fc.record(
      { id: seq, name: mostly(fc.oneof(fc.constantFrom('a', 'b'), hostileText)), job },
      { requiredKeys: ['name', 'job'] },
    ),
    'presets.get': preset,
    'presets.export': preset,
    'presets.delete': preset,
    'presets.import': fc.record({
      text: mostly(
        fc.oneof(
          hostileText,
          job.map((each) => jsonOf({ format: 'batchyard-preset', formatVersion: 1, name: 'x', job: each })),
        ),
      ),
    }),
    'settings.set': fc.record(
      {
        resumeInterrupted: mostly(fc.boolean()),
        queueWidth: mostly(hostileNumber),
        retention: mostly(fc.record({ days: mostly(hostileNumber), runs: mostly(hostileNumber) })),
      },
      { requiredKeys: [] },
    ),
    'exports.columns': fc.record({ runId }),
    'exports.csv': fc.record(
      {
        runId,
        path: mostly(path),
        options: mostly(
          fc.record(
            {
              columns: mostly(fc.array(fc.oneof(fc.constantFrom('path', 'digest', 'path'), hostileText))),
              byteOrderMark: mostly(fc.boolean()),
              escapeFormulas: mostly(fc.boolean()),
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: ['runId', 'path'] },
    ),
    'exports.comparison': fc.record({ before: runId, after: runId, path: mostly(path) }),
    'exports.plan': fc.record({ planId: seq, path: mostly(path) }),
    'runs.delete': run,
  }
}

describe('the contract', () => {
  it('answers anything at all with a result or a foreseen error, and logs nothing', async () => {
    await using folder = await temporaryFolder()
    await using local = await localEngine(folder.at('data'))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...procedures), hostileValue, async (name, value) => {
        const error = await ask(local.client, name, value)
        expect(isForeseen(error), `${name}: ${error?.code} ${error?.message}`).toBe(true)
      }),
      { numRuns: 600 },
    )
    expect(local.logged).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('answers what is nearly right with a result or a foreseen error, and logs nothing', async () => {
    await using folder = await temporaryFolder()
    const inside = folder.at('in')
    await mkdir(inside)
    for (const name of ['a', 'b', 'c']) await writeFile(join(inside, name), name)
    await using local = await localEngine(folder.at('data'))
    const inputs = nearlyValid(inside)
    for (const [name, input] of Object.entries(inputs)) {
      await fc.assert(
        fc.asyncProperty(input, async (value) => {
          const error = await ask(local.client, name, value)
          expect(isForeseen(error), `${name}: ${error?.code} ${error?.message}`).toBe(true)
        }),
        { numRuns: name === 'runs.start' ? 80 : 60 },
      )
    }
    expect(local.logged).toEqual([])
  })
})
