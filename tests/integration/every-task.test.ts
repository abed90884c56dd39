import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quoteWord } from '../../shared/model/command-line.ts'
import type { JobInput } from '../../shared/model/job.ts'
import type { ResultRow } from '../../shared/model/result.ts'
import { fromPathBytes, toPathBytes } from '../../electron/engine/path-bytes.ts'
import { isInstalled } from '../../electron/engine/tasks/fixtures/programs.ts'
import { taskTypes } from '../../electron/engine/tasks/registry.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { localEngine, runEnd, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

/*
 * Every task in a whole run (plan, workers, database, publication, undo) over files of all hostile names. What came of
 * it is judged by another program, file by file.
 */

/** What another program makes of a content that it is given on its standard input. */
function said(program: string, parameters: readonly string[], input: string | Uint8Array): Buffer {
  return execFileSync(program, parameters, { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Whether another program ends well with that on its standard input. */
function accepts(program: string, parameters: readonly string[], input: Uint8Array): boolean {
  try {
    said(program, parameters, input)
    return true
  } catch {
    return false
  }
}

/** A line of a list as `sha256sum` reads it: what it would read otherwise in a name is escaped. */
function listLine(digest: string, path: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${escaped === path ? '' : '\\'}${digest}  ${escaped}\n`
}

/** Has another program (`sha256sum`, `md5sum` …) look whether these files have these digests. */
function checkSums(program: string, digests: ReadonlyMap<string, string>): void {
  expect(digests.size).toBeGreaterThan(0)
  const list = [...digests].map(([path, digest]) => listLine(digest, path)).join('')
  said(program, ['--check', '--strict', '--quiet', '-'], toPathBytes(list))
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What is in a folder: for each path below it the content, the date and the mode, all as text. */
function treeOf(root: string, below = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const bytes of readdirSync(toPathBytes(`${root}${below}`), { encoding: 'buffer' })) {
    const name = `${below}/${fromPathBytes(bytes)}`
    const path = toPathBytes(root + name)
    const stats = lstatSync(path)
    if (stats.isDirectory()) for (const [deep, content] of treeOf(root, name)) found.set(deep, content)
    else found.set(name, `${stats.mode} ${stats.mtimeMs} ${sha256(readFileSync(path))}`)
  }
  return new Map([...found].toSorted(([first], [second]) => (first < second ? -1 : 1)))
}

/** The files of a run: all hostile names in a folder, with a few contents. */
interface Files {
  readonly folder: TemporaryFolder
  readonly root: string
  /** The content of each, by its path. */
  readonly contents: ReadonlyMap<string, Buffer>
}

function makeFiles(folder: TemporaryFolder, contentOf: (index: number) => Uint8Array | string): Files {
  const root = folder.at('in')
  mkdirSync(root)
  const contents = new Map<string, Buffer>()
  for (const [index, name] of hostileNames.entries()) {
    const path = `${root}/${name}`
    const content = Buffer.from(contentOf(index % 5))
    const mode = index % 2 === 0 ? 0o640 : 0o600
    writeFileSync(toPathBytes(path), content, { mode })
    utimesSync(toPathBytes(path), 1_000_000 + index, 2_000_000 + index)
    contents.set(path, content)
  }
  return { folder, root, contents }
}

let home: TemporaryFolder
let local: LocalEngine
beforeAll(async () => {
  home = await temporaryFolder()
  local = await localEngine(home.at('data'))
})
afterAll(async () => {
  await local[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

function jobOf({ root }: Files, task: JobInput['task'], output?: JobInput['output']): JobInput {
  const inputs: JobInput['inputs'] = [{ kind: 'path', path: root }]
  return output === undefined ? { inputs, task } : { inputs, task, output }
}

/** Plans a job, runs it, and looks whether the run did what the plan said. Returns its number and its results. */
async function runAsPlanned(job: JobInput): Promise<{ runId: number; rows: ResultRow[] }> {
  const { client } = local
  const { planId } = await client.runs.plan(job)
  const plan = (await client.runs.planRows({ planId, limit: 1_000 })).rows
  const { runId } = await client.runs.start(job)
  await runEnd(client, runId)
  const { rows } = await client.runs.results({ runId, limit: 1_000 })
  expect(rows.map(({ path }) => path).toSorted()).toEqual(plan.map(({ path }) => path).toSorted())
  for (const { made, undo, ...planned } of (await client.runs.outputs({ runId, limit: 1_000 })).rows) {
    expect(planned).toEqual(plan.find(({ seq }) => seq === planned.seq))
    expect(undo).toBeNull()
    const status = rows.find(({ seq }) => seq === planned.seq)?.status
    const isToBeMade = ['create', 'replace', 'replace-input'].includes(planned.action)
    expect(made?.path ?? null).toBe(isToBeMade && status === 'succeeded' ? planned.output : null)
  }
  return { runId, rows }
}

/** A task that writes a new file for each, and what another program says of old and new. */
interface Written {
  readonly name: string
  readonly task: JobInput['task']
  /** What must be installed for it. */
  readonly programs: readonly string[]
  readonly content: (index: number) => Uint8Array | string
  /** Fails where the new content is not what it must be. `name` is the old file's. */
  readonly judge: (before: Buffer, after: Buffer, name: string) => void
}

function text(index: number): string {
  return `café number ${index}\nthe other line, and a 😀\n`
}

function table(index: number): string {
  return `id,name,price\n${index},"a ""b"", c",1.50\n2,é,\n`
}

function lines(index: number): string {
  return `{"id":"${index}","name":"a \\"b\\", c"}\n{"id":"2","name":"é"}\n`
}

function python(program: string): readonly string[] {
  return ['-X', 'utf8', '-c', program]
}

const tableToLines = `import csv, json, sys
for row in csv.DictReader(sys.stdin): print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))`
const firstOfZip = `import io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
print(json.dumps([[each.filename, archive.read(each).hex()] for each in archive.infolist()]))`

function unpacked(program: string, parameters: readonly string[]): Written['judge'] {
  return (before, after) => {
    expect(said(program, parameters, after)).toEqual(before)
  }
}

function packed(program: string, parameters: readonly string[]): Pick<Written, 'content' | 'judge'> {
  return {
    content: (index) => said(program, parameters, Buffer.from(text(index).repeat(20))),
    judge: (before, after) => {
      expect(said(program, ['-dc'], before)).toEqual(after)
    },
  }
}

function filtered(program: string, parameters: readonly string[]): Written['judge'] {
  return (before, after) => {
    expect(after).toEqual(said(program, parameters, before))
  }
}

const writing: readonly Written[] = [
  {
    ...{ name: 'copy', task: { type: 'copy' }, programs: ['cat'], content: text },
    judge: filtered('cat', []),
  },
  {
    name: 'convert-image',
    task: { type: 'convert-image', parameters: { format: 'jpeg', resize: 'percent', percent: 50 } },
    programs: ['identify'],
    content: (index) => images[index % images.length] ?? '',
    judge(before, after) {
      const [, width, height] = said('identify', ['-format', '%m %w %h', '-'], before).toString().split(' ')
      expect(said('identify', ['-format', '%m %w %h', '-'], after).toString()).toBe(
        `JPEG ${Number(width) / 2} ${Number(height) / 2}`,
      )
    },
  },
  {
    name: 'replace-text',
    task: { type: 'replace-text', parameters: { find: 'o', replaceWith: '0' } },
    programs: ['sed'],
    content: text,
    judge: filtered('sed', ['s/o/0/g']),
  },
  {
    name: 'change-encoding',
    task: { type: 'change-encoding', parameters: { to: 'utf-16be', byteOrderMark: 'never' } },
    programs: ['iconv'],
    content: text,
    judge: filtered('iconv', ['-f', 'UTF-8', '-t', 'UTF-16BE']),
  },
  {
    name: 'line-endings',
    task: { type: 'line-endings', parameters: { to: 'crlf' } },
    programs: ['sed'],
    content: text,
    judge: filtered('sed', ['s/$/\\r/']),
  },
  {
    name: 'csv-to-jsonl',
    task: { type: 'csv-to-jsonl' },
    programs: ['python3', 'jq'],
    content: table,
    judge(before, after) {
      expect(after).toEqual(said('python3', python(tableToLines), before))
      expect(said('jq', ['-c', '.'], after)).toEqual(after)
    },
  },
  {
    name: 'jsonl-to-csv',
    task: { type: 'jsonl-to-csv' },
    programs: ['python3'],
    content: lines,
    judge(before, after) {
      expect(said('python3', python(tableToLines), after)).toEqual(before)
    },
  },
  {
    name: 'pick-columns',
    task: { type: 'pick-columns', parameters: { columns: 'c, a' } },
    programs: ['awk'],
    content: (index) => `a,b,c\n${index},x,y\n`,
    judge: filtered('awk', ['-F,', '{ print $3 "," $1 }']),
  },
  {
    ...{ name: 'compress (gzip)', task: { type: 'compress' }, programs: ['gunzip'], content: text },
    judge: unpacked('gunzip', ['-c']),
  },
  {
    name: 'compress (Brotli)',
    task: { type: 'compress', parameters: { format: 'brotli' } },
    programs: ['brotli'],
    content: text,
    judge: unpacked('brotli', ['-dc']),
  },
  {
    name: 'compress (Zstandard)',
    task: { type: 'compress', parameters: { format: 'zstd' } },
    programs: ['zstd'],
    content: text,
    judge: unpacked('zstd', ['-dc']),
  },
  {
    ...{ name: 'decompress (gzip)', task: { type: 'decompress' }, programs: ['gzip'] },
    ...packed('gzip', ['-c']),
  },
  {
    ...{ name: 'decompress (Zstandard)', task: { type: 'decompress' }, programs: ['zstd'] },
    ...packed('zstd', ['-c']),
  },
  {
    name: 'decompress (Brotli)',
    task: { type: 'decompress', parameters: { format: 'brotli' } },
    programs: ['brotli'],
    ...packed('brotli', ['-c']),
  },
  {
    ...{ name: 'zip', task: { type: 'zip' }, programs: ['python3', 'unzip'], content: text },
    judge(before, after, name) {
      const inside = name
        .replaceAll('\\', '_')
        .replace(/[\udc80-\udcff]/gu, (odd) => `_x${(odd.charCodeAt(0) - 0xdc00).toString(16).toUpperCase()}`)
      expect(JSON.parse(said('python3', python(firstOfZip), after).toString())).toEqual([
        [inside, before.toString('hex')],
      ])
      const plain = home.at('plain.zip')
      writeFileSync(plain, after)
      execFileSync('unzip', ['-tqq', plain])
    },
  },
  {
    name: 'command',
    task: { type: 'command', parameters: { command: 'cp -- {} {output}' } },
    programs: ['cat'],
    content: text,
    judge: filtered('cat', []),
  },
  {
    name: 'script',
    task: {
      type: 'script',
      parameters: {
        source: `import { readFileSync, writeFileSync } from 'node:fs'
          export const output = {}
          export default (item, context) => {
            writeFileSync(context.outputBytes, readFileSync(item.pathBytes, 'latin1').toUpperCase(), 'latin1')
          }`,
      },
    },
    programs: ['tr'],
    content: (index) => `number ${index}\n`,
    judge: filtered('tr', ['a-z', 'A-Z']),
  },
]

const images: Buffer[] = []
beforeAll(async () => {
  for (const [width, height] of [
    [40, 60],
    [100, 20],
  ] as const) {
    const channels = 3
    images.push(
      await sharp({ create: { width, height, channels, background: 'red' } })
        .png()
        .toBuffer(),
    )
  }
})

function missing(programs: readonly string[]): string {
  return programs.filter((program) => !isInstalled(program)).join(', ')
}

describe.runIf(process.platform === 'linux')('over files of all hostile names', () => {
  for (const { name, task, programs, content, judge } of writing) {
    const absent = missing(programs)
    const title = `${name} makes what ${programs.join(' and ')} would have made, as planned, and is undone`
    it.runIf(absent === '')(absent === '' ? title : `${title} (not installed: ${absent})`, async () => {
      await using folder = await temporaryFolder()
      const files = makeFiles(folder, content)
      const before = treeOf(files.root)
      const place = { kind: 'folder', path: folder.at('out') } as const
      const options = { place, name: '{/}', keepDates: true, keepPermissions: true }
      const { runId, rows } = await runAsPlanned(jobOf(files, task, options))
      expect(rows.filter(({ status }) => status !== 'succeeded')).toEqual([])
      const after = treeOf(place.path)
      expect([...after.keys()]).toEqual([...before.keys()])
      const judged = new Set<string>()
      for (const [path, old] of files.contents) {
        const made = `${place.path}/${path.slice(files.root.length + 1)}`
        const content = readFileSync(toPathBytes(made))
        // What was made of the same content is the same, and is judged once.
        const pair = `${sha256(old)} ${sha256(content)}`
        if (!judged.has(pair)) judge(old, content, path.slice(files.root.length + 1))
        judged.add(pair)
        const [mode, date] = after.get(made.slice(place.path.length))?.split(' ') ?? []
        expect(before.get(path.slice(files.root.length))).toContain(`${mode} ${date} `)
      }
      expect(treeOf(files.root)).toEqual(before)
      expect(await local.client.runs.undo({ runId })).toMatchObject({ undone: before.size, refused: 0 })
      expect(readdirSync(folder.path)).toEqual(['in'])
      expect(treeOf(files.root)).toEqual(before)
    })
  }

  it('checksum says what sha256sum, md5sum, sha1sum, sha512sum and b2sum say', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    for (const [algorithm, program] of [
      ['sha256', 'sha256sum'],
      ['md5', 'md5sum'],
      ['sha1', 'sha1sum'],
      ['sha512', 'sha512sum'],
      ['blake2b', 'b2sum'],
    ] as const) {
      const { rows } = await runAsPlanned(jobOf(files, { type: 'checksum', parameters: { algorithm } }))
      expect(rows).toHaveLength(hostileNames.length)
      checkSums(program, new Map(rows.map(({ path, values }) => [path, String(values[0])])))
    }
  })

  it('verify agrees with a list of sha256sum, and with it on what was changed', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    const names = execFileSync('find', ['.', '-type', 'f', '-print0'], { cwd: files.root })
    const list = execFileSync('xargs', ['-0', 'sha256sum', '--'], { cwd: files.root, input: names })
    const changed = [...files.contents.keys()].filter((_, index) => index % 5 === 0)
    for (const path of changed) writeFileSync(toPathBytes(path), 'changed')
    // Names in the list start at its folder.
    writeFileSync(join(files.root, 'SHA256SUMS'), list)
    const parameters = { list: join(files.root, 'SHA256SUMS') }
    const { rows } = await runAsPlanned(jobOf(files, { type: 'verify', parameters }))
    const failed = rows.filter(({ status }) => status === 'failed')
    expect(new Set(failed.map(({ error }) => error?.code))).toEqual(new Set(['MISMATCH']))
    expect(failed.map(({ path }) => path).toSorted()).toEqual(changed.toSorted())
    expect(() =>
      execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: files.root, stdio: 'pipe' }),
    ).toThrow(`${changed.length} computed checksums did NOT match`)
  })

  it('duplicates finds the groups that sha256sum finds', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, (index) => `content ${index}`)
    const { runId, rows } = await runAsPlanned(jobOf(files, { type: 'duplicates' }))
    checkSums('sha256sum', new Map(rows.map(({ path, values }) => [path, String(values[0])])))
    expect(await local.client.runs.groups({ runId, column: 'digest' })).toMatchObject({ total: 5 })
  })

  it.runIf(isInstalled('file'))('details says the type that file says', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, (index) => images[index % images.length] ?? '')
    const { client } = local
    const { runId, rows } = await runAsPlanned(jobOf(files, { type: 'details' }))
    const columns = (await client.runs.columns({ runId })).map(({ name }) => name)
    for (const { path, values } of rows) {
      const content = files.contents.get(path) ?? Buffer.alloc(0)
      const mime = said('file', ['--brief', '--mime-type', '-'], content).toString().trim()
      expect(values[columns.indexOf('mime')]).toBe(mime)
      expect(values[columns.indexOf('bytes')]).toBe(content.length)
    }
  })

  it('count-text counts as wc does', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    const { runId, rows } = await runAsPlanned(jobOf(files, { type: 'count-text' }))
    const columns = (await local.client.runs.columns({ runId })).map(({ name }) => name)
    for (const { path, values } of rows) {
      const counted = said('wc', ['-l', '-w', '-c'], files.contents.get(path) ?? Buffer.alloc(0))
      const own = ['lines', 'words', 'bytes'].map((name) => Number(values[columns.indexOf(name)]))
      expect(own).toEqual(counted.toString().trim().split(/\s+/u).map(Number))
    }
  })

  it.runIf(isInstalled('jq') && isInstalled('xmllint'))(
    'validate refuses what jq and xmllint refuse',
    async () => {
      for (const [kind, program, parameters, contents] of [
        ['json', 'jq', ['.'], ['{"a":[1,"é"]}', '{"a":[1,}', '{"a":']],
        ['xml', 'xmllint', ['--noout', '-'], ['<a><b>é</b></a>', '<a><b></a>', '<a>&b;</a>']],
      ] as const) {
        await using folder = await temporaryFolder()
        const files = makeFiles(folder, (index) => contents[index % contents.length] ?? '')
        const { rows } = await runAsPlanned(jobOf(files, { type: 'validate', parameters: { kind } }))
        for (const { path, status } of rows) {
          const isFine = accepts(program, parameters, files.contents.get(path) ?? Buffer.alloc(0))
          expect(status).toBe(isFine ? 'succeeded' : 'failed')
        }
        expect(new Set(rows.map(({ status }) => status)).size).toBe(2)
      }
    },
  )

  it('move and rename keep every content as sha256sum sees it, and undo puts all of them back', async () => {
    for (const type of ['move', 'rename'] as const) {
      await using folder = await temporaryFolder()
      const files = makeFiles(folder, text)
      const before = treeOf(files.root)
      const job =
        type === 'move'
          ? jobOf(files, { type }, { place: { kind: 'folder', path: folder.at('out') } })
          : jobOf(files, {
              type,
              parameters: { find: '^', regularExpression: true, replace: 'n', part: 'both' },
            })
      const { runId } = await runAsPlanned(job)
      const digests = new Map<string, string>()
      for (const [path, content] of files.contents) {
        const isTooLong = toPathBytes(basename(path)).length === 255
        const renamed = isTooLong ? path : join(dirname(path), `n${basename(path)}`)
        digests.set(type === 'move' ? join(folder.at('out'), basename(path)) : renamed, sha256(content))
      }
      checkSums('sha256sum', digests)
      const there = [...treeOf(type === 'move' ? folder.at('out') : files.root).keys()]
      expect(there).toHaveLength(digests.size)
      expect(await local.client.runs.undo({ runId })).toMatchObject({ refused: 0 })
      expect(treeOf(files.root)).toEqual(before)
      expect(readdirSync(folder.path)).toEqual(['in'])
    }
  })

  it('command with {all} hands every file to a program, several at a time, as sha256sum sees it', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    mkdirSync(folder.at('out'))
    const parameters = { command: `cp -- {all} ${quoteWord(folder.at('out'))}`, groupSize: 10 }
    const { rows } = await runAsPlanned(jobOf(files, { type: 'command', parameters }))
    expect(new Set(rows.map(({ values }) => values[1])).size).toBe(Math.ceil(hostileNames.length / 10))
    const copies = rows.map(({ path }) => {
      const copy = join(folder.at('out'), basename(path))
      return [copy, sha256(files.contents.get(path) ?? Buffer.alloc(0))] as const
    })
    checkSums('sha256sum', new Map(copies))
    expect(treeOf(folder.at('out')).size).toBe(hostileNames.length)
  })

  it('set-dates sets the date that find sees', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    const parameters = { from: 'fixed', date: '2020-02-29T12:00:00Z' }
    await runAsPlanned(jobOf(files, { type: 'set-dates', parameters }))
    const dates = execFileSync('find', [files.root, '-type', 'f', '-printf', '%Ts\n']).toString().trim()
    const expected = Date.UTC(2020, 1, 29, 12) / 1_000
    expect(dates.split('\n')).toEqual(hostileNames.map(() => String(expected)))
  })

  it('trash keeps every content as sha256sum sees it, and leaves names that are not UTF-8 where they are', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    const { rows } = await runAsPlanned(jobOf(files, { type: 'trash' }))
    const digests = new Map<string, string>()
    for (const { path, status, values } of rows) {
      expect(status).toBe(path.isWellFormed() ? 'succeeded' : 'failed')
      const where = status === 'succeeded' ? String(values[0]) : path
      digests.set(where, sha256(files.contents.get(path) ?? Buffer.alloc(0)))
    }
    checkSums('sha256sum', digests)
    for (const { values } of rows.filter(({ status }) => status === 'succeeded')) {
      const where = String(values[0])
      rmSync(where)
      rmSync(join(dirname(where), '..', 'info', `${basename(where)}.trashinfo`))
    }
  })

  it('wait touches nothing', async () => {
    await using folder = await temporaryFolder()
    const files = makeFiles(folder, text)
    const before = treeOf(files.root)
    const { rows } = await runAsPlanned(
      jobOf(files, { type: 'wait', parameters: { shortest: 0, longest: 0 } }),
    )
    expect(rows.map(({ status }) => status)).toEqual(hostileNames.map(() => 'succeeded'))
    expect(treeOf(files.root)).toEqual(before)
  })
})

describe('this table', () => {
  it('has every task there is', () => {
    const others = ['checksum', 'verify', 'duplicates', 'details', 'count-text', 'validate', 'move', 'rename']
    const tried = new Set([...writing.map(({ task }) => task.type), ...others, 'set-dates', 'trash', 'wait'])
    expect(taskTypes.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([])
  })
})
