import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { describe, expect, it } from 'vitest'
import { runEnd, untilRun } from '../support/local-engine.ts'
import { taskBatch } from './fixtures/task-batch.ts'

const files = { 'a.txt': 'one', 'b.txt': 'three', 'c.txt': '' }

/** Matches a text that has this in it. */
function containing(part: string): unknown {
  return expect.stringContaining(part)
}

describe('a script', () => {
  it('is called for each file; what it returns stands in the columns that it names', async () => {
    await using batch = await taskBatch('script', files)
    const { client } = batch.local
    const source = `
      import { readFileSync } from 'node:fs'
      export const columns = ['text', { name: 'length', type: 'integer' }, 'rest']
      type Returned = { text: string, length: number }
      export default async (item: { path: string, name: string, extension: string, seq: number }, context: any): Promise<Returned> => {
        const text: string = readFileSync(item.path, 'utf8')
        return { text, length: text.length, rest: [item.name, item.extension, item.seq, context.params.factor] } as Returned
      }`
    const runId = await batch.run({ source, params: { factor: 3 } })
    const { rows } = await client.runs.results({ runId, sort: { column: 'length', descending: true } })
    expect(rows.map(({ values }) => values)).toEqual([
      ['three', 5, '["b.txt","txt",2,3]'],
      ['one', 3, '["a.txt","txt",1,3]'],
      ['', 0, '["c.txt","txt",3,3]'],
    ])
    expect(await client.runs.columns({ runId })).toEqual([
      { name: 'text', type: 'text' },
      { name: 'length', type: 'integer' },
      { name: 'rest', type: 'text' },
    ])
    const path = batch.folder.at('out.csv')
    await client.exports.csv({ runId, path, options: { columns: ['seq', 'length'] } })
    expect((await readFile(path, 'utf8')).trim().split(/\r?\n/u).toSorted()).toEqual([
      '1,3',
      '2,5',
      '3,0',
      'seq,length',
    ])
    await expect(
      client.runs.results({ runId, sort: { column: 'lenght', descending: true } }),
    ).rejects.toMatchObject({
      code: 'INVALID_COLUMNS',
    })
  })

  it('without columns has one, which holds text or JSON', async () => {
    await using batch = await taskBatch('script', files)
    const source = `export default ({ name }) => ({ 'a.txt': { n: 1n, d: new Date(0) }, 'b.txt': 'plain', 'c.txt': undefined })[name]`
    const rows = await batch.results({ source })
    expect(rows.map(({ values }) => values)).toEqual([
      ['{"n":"1","d":"1970-01-01T00:00:00.000Z"}'],
      ['plain'],
      [null],
    ])
  })

  it('finds nothing that an earlier run has left in its workers', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const source = `export default () => { globalThis.runs = (globalThis.runs ?? 0) + 1; return globalThis.runs }`
    for (let run = 1; run <= 2; run += 1) {
      const runId = await batch.run({ source }, { workers: 1 })
      const { rows } = await batch.local.client.runs.results({ runId })
      expect(rows.map(({ values }) => values)).toEqual([[1]])
    }
  })

  it('is heard while it runs: what it logs, prints and says with an error is in the item’s log', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const source = `
      function inner() { throw new TypeError('not this one') }
      export default async (item, context) => {
        console.log('printed'); context.log('logged'); context.log({ an: 'object' }); console.error('complained')
        context.progress(1, 2)
        inner()
      }`
    const runId = await batch.run({ source })
    const { rows } = await batch.local.client.runs.results({ runId })
    expect(rows[0]?.error).toEqual({
      code: 'TASK_FAILED',
      message: `"${batch.folder.at('in', 'a.txt')}": the script failed at line 2: TypeError: not this one`,
    })
    const log = await batch.local.client.runs.log({ runId, seq: 1 })
    expect(log?.text).toMatch(
      /^printed\nlogged\n\{"an":"object"\}\ncomplained\nTypeError: not this one\n {4}at inner \(/u,
    )
    expect(log?.text).not.toContain('tasks/script')
  })

  it.each(['threads', 'processes'])('gives way to the engine and the interface: in %s', async (runIn) => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const source = `
      import { getPriority } from 'node:os'
      export default () => String(getPriority())`
    const before = getPriority()
    const rows = await batch.results({ source, runIn })
    // Elsewhere than on Linux a thread has no priority of its own.
    const givesWay = runIn === 'processes' || process.platform === 'linux'
    const expected = givesWay ? Math.max(before, constants.priority.PRIORITY_BELOW_NORMAL) : before
    expect(rows.map(({ values }) => values)).toEqual([[String(expected)]])
    expect(getPriority()).toBe(before)
  })

  it('that is a file imports what is beside it, TypeScript and packages too; a run keeps the text it began with', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const { folder, local } = batch
    await mkdir(folder.at('scripts', 'node_modules', 'twice'), { recursive: true })
    await writeFile(folder.at('scripts', 'node_modules', 'twice', 'package.json'), '{"main": "main.js"}')
    await writeFile(folder.at('scripts', 'node_modules', 'twice', 'main.js'), 'module.exports = (n) => 2 * n')
    await writeFile(folder.at('scripts', 'helper.ts'), 'export const four: number = 4 satisfies number')
    const script = `
      import twice from 'twice'
      import { four } from './helper.ts'
      export default () => twice(four)`
    const file = folder.at('scripts', 'my script.ts')
    await writeFile(file, script)
    expect((await batch.results({ file }))[0]?.values).toEqual([8])
    await writeFile(file, `throw new Error('changed')`)
    await local.client.runs.retry({ runId: 1, which: { kind: 'items', seqs: [1] } })
    const done = await runEnd(local.client, 1, 2)
    expect(done.run.counts).toMatchObject({ succeeded: 1, failed: 0 })
    // A text finds the same from the folder that was named, and nothing without one.
    expect((await batch.results({ source: script, baseFolder: folder.at('scripts') }))[0]?.values).toEqual([
      8,
    ])
    await expect(local.client.runs.start(batch.job({ source: script }))).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing('"twice" cannot be imported: the script is no file'),
    })
  })

  it('is begun once in each worker, before its first item', async () => {
    await using batch = await taskBatch(
      'script',
      Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}`, ''])),
    )
    const source = `
      let begun = 0
      export async function init({ params }) { begun += params.step }
      export default () => begun`
    const rows = await batch.results({ source, params: { step: 1 } }, { chunkSize: 1 })
    expect(rows.map(({ values }) => values)).toEqual(rows.map(() => [1]))
  })

  it('is told when its worker has no more to do', async () => {
    await using batch = await taskBatch('script', files)
    const source = `
      import { appendFileSync } from 'node:fs'
      let place = ''
      export function init({ params }) { place = params.place }
      export async function dispose() { await null; appendFileSync(place, 'disposed\\n') }
      export default () => 1`
    const place = batch.folder.at('told')
    await batch.run({ source, params: { place } }, { workers: 1 })
    expect(await readFile(place, 'utf8')).toBe('disposed\n')
    await batch.run({ source, params: { place }, runIn: 'processes' }, { workers: 1 })
    expect(await readFile(place, 'utf8')).toBe('disposed\ndisposed\n')
  })

  it('knows what was done before by its text', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const file = batch.folder.at('script.mjs')
    await writeFile(file, 'export default () => 1')
    expect((await batch.results({ file }))[0]?.status).toBe('succeeded')
    expect((await batch.results({ file }, { skipDone: true }))[0]?.status).toBe('already-done')
    await writeFile(file, 'export default () => 2')
    expect((await batch.results({ file }, { skipDone: true }))[0]).toMatchObject({
      status: 'succeeded',
      values: [2],
    })
  })
})

describe('a script that misbehaves', () => {
  it.each(['threads', 'processes'])('hurts its own item and no other: in %s', async (runIn) => {
    await using batch = await taskBatch('script', {
      loop: '',
      exit: '',
      string: '',
      nothing: '',
      cyclic: '',
      huge: '',
      function: '',
      flood: '',
      timers: '',
      typo: '',
      well: '',
    })
    const source = `
      export const columns = ['value']
      export default async ({ name }, context) => {
        switch (name) {
          case 'loop': for (;;);
          case 'exit': process.exit(7)
          case 'string': throw 'only text'
          case 'nothing': throw undefined
          case 'cyclic': { const value = {}; value.self = value; return { value } }
          case 'huge': return { value: 'x'.repeat(2_000_000) }
          case 'function': return { value() {} }
          case 'flood': for (let n = 0; n < 2_000; n += 1) console.log('flood '.repeat(20)); return { value: 'flooded' }
          case 'timers': setInterval(() => {}, 1); return { value: 'ticking' }
          case 'typo': return { valeu: 1 }
          case 'well': return { value: 'well' }
        }
      }`
    const runId = await batch.run({ source, runIn }, { timeout: 10_000, crashLimit: 1, chunkSize: 4 })
    const { rows } = await batch.local.client.runs.results({ runId, limit: 100 })
    const outcomes = Object.fromEntries(
      rows.map(({ path, error, values }): [string, unknown] => [
        path.slice(path.lastIndexOf('/') + 1),
        error?.code ?? values[0],
      ]),
    )
    expect(outcomes).toEqual({
      loop: 'TIMEOUT',
      exit: 'WORKER_DIED',
      string: 'TASK_FAILED',
      nothing: 'TASK_FAILED',
      cyclic: 'TASK_FAILED',
      huge: 'TOO_LARGE',
      function: 'TASK_FAILED',
      flood: 'flooded',
      timers: 'ticking',
      typo: 'TASK_FAILED',
      well: 'well',
    })
    const messageOf = (name: string): string =>
      rows.find(({ path }) => path.endsWith(`/${name}`))?.error?.message ?? ''
    expect(messageOf('string')).toContain(`something that is no error was thrown: 'only text'`)
    expect(messageOf('nothing')).toContain('something that is no error was thrown: undefined')
    expect(messageOf('cyclic')).toContain('a value as "value" that has no form in JSON')
    expect(messageOf('huge')).toContain('2,000,000 characters')
    expect(messageOf('typo')).toContain('a value "valeu", which is none of its columns. They are: value.')
  })

  it('and waits is ended by a cancel, by its signal', async () => {
    await using batch = await taskBatch('script', { 'a.txt': '' })
    const { client } = batch.local
    const mark = batch.folder.at('ended')
    const source = `
      import { writeFileSync } from 'node:fs'
      export default (item, { signal, params, progress }) => new Promise((_, reject) => {
        signal.addEventListener('abort', () => { writeFileSync(params.mark, 'ended'); reject(signal.reason) })
        progress(1, 2)
      })`
    const { runId } = await client.runs.start(batch.job({ source, params: { mark } }))
    await untilRun(client, runId, ({ workers }) => workers.some(({ item }) => item?.bytesDone === 1))
    const receipt = await client.runs.cancel({ runId })
    expect(receipt.run).toMatchObject({
      state: 'cancelled',
      counts: { succeeded: 0, failed: 0, remaining: 1 },
    })
  })
})

describe('a script that is being written', () => {
  it('is checked without being run: its form with the line, and nothing of what it would do', async () => {
    await using batch = await taskBatch('script', {})
    const { client } = batch.local
    const check = async (source: string) =>
      await client.engine.checkTask({ task: { type: 'script', parameters: { source } }, origin: 'own' })
    await expect(check('export default (a) => {\n  const = 3\n}')).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      data: { parameter: 'source', line: 2, column: 9 },
    })
    const mark = batch.folder.at('mark')
    const source = `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport default () => 1`
    expect(await check(source)).toEqual({ sound: true })
    expect(await client.inputs.inspect({ text: mark })).toMatchObject({ kind: 'missing' })
    const foreign = { task: { type: 'script', parameters: { source } }, origin: 'imported' } as const
    await expect(client.engine.checkTask(foreign)).rejects.toMatchObject({ code: 'NOT_TRUSTED' })
  })

  it('is tried with its own columns, and with what it said', async () => {
    await using batch = await taskBatch('script', { 'a.txt': 'abc' })
    const source = `export const columns = [{ name: 'letters', type: 'integer' }]
      export default (item, context) => {
        context.log('looked at ' + item.name)
        console.log('printed')
        return { letters: item.size }
      }`
    const { columns, tried } = await batch.local.client.runs.try(batch.job({ source }))
    expect(columns).toEqual([{ name: 'letters', type: 'integer' }])
    expect(tried).toMatchObject([{ status: 'succeeded', values: [3] }])
    expect(tried[0]?.log.split('\n').toSorted()).toEqual(['', 'looked at a.txt', 'printed'])
  })
})

describe('a script that cannot be', () => {
  it.each([
    ['export default (a) => {\n  const = 3\n}', 'has a fault at line 2, column 9', { line: 2, column: 9 }],
    ['enum A { one }\nexport default () => 1', 'TypeScript enum is not supported', { line: 1, column: 1 }],
    ['let a = 1\nlet a = 2\nexport default () => 1', "Identifier 'a' has already been declared", {}],
    ['const x = 1\n\nthrow new Error("at once")', 'could not be loaded at line 3: at once.', { line: 3 }],
    ['export const columns = ["a"]', 'exports as "default" not what is needed', {}],
    ['export default 3', 'exports as "default" not what is needed', {}],
    ['export const columns = ["path"]\nexport default () => 1', 'every run has a column of that name', {}],
    ['export const columns = ["a", "a"]\nexport default () => 1', 'no two columns', {}],
    [
      'export const output = { extension: "a/b" }\nexport default () => 1',
      'an extension without its dot',
      {},
    ],
    ['import "./gone.ts"\nexport default () => 1', 'could not be loaded', {}],
    ['process.exit(3)\nexport default () => 1', 'It ended the worker that loaded it', {}],
    ['', 'There is no script', {}],
  ])('is refused before the run: %j', async (source, message, data) => {
    await using batch = await taskBatch('script', files)
    const { client } = batch.local
    const refused = { code: 'INVALID_PARAMETERS', message: containing(message), data }
    await expect(client.runs.start(batch.job({ source }))).rejects.toMatchObject(refused)
    await expect(client.runs.plan(batch.job({ source }))).rejects.toMatchObject(refused)
    expect(await client.runs.list({})).toEqual([])
  })

  it.each([
    ['relative.ts', 'the whole path'],
    ['/no/such/script.ts', 'does not exist'],
    ['/etc/hostname', 'ends in .ts, .mts, .js or .mjs'],
  ])('read is refused: %s', async (file, message) => {
    await using batch = await taskBatch('script', files)
    await expect(batch.local.client.runs.start(batch.job({ file }))).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing(message),
      data: { parameter: 'file' },
    })
  })

  it('begun ends its run, which says why', async () => {
    await using batch = await taskBatch('script', files)
    const source = 'export function init() {\n  throw new Error("no licence")\n}\nexport default () => 1'
    const runId = await batch.run({ source })
    const { run } = await batch.local.client.runs.get({ runId })
    expect(run.state).toBe('failed')
    expect(run.error).toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing('its init failed at line 2: no licence'),
    })
  })
})
