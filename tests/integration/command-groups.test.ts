import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { toPathBytes } from '../../electron/engine/path-bytes.ts'
import { quoteWord } from '../../shared/model/command-line.ts'
import type { JobInput } from '../../shared/model/job.ts'
import type { ResultRow } from '../../shared/model/result.ts'
import type { RunProgress } from '../../shared/model/run.ts'
import { rowsOf, sha256 } from '../support/batch.ts'
import { command, startCommand } from '../support/command.ts'
import { deepFolder, hostileNames } from '../support/hostile-names.ts'
import { runEnd, untilRun } from '../support/local-engine.ts'
import { commandBatch, type CommandBatch } from './fixtures/command-batch.ts'
import { markedCommand, tree, treeSize, type MarkedCommand } from './fixtures/command-trees.ts'

const writeWords = fileURLToPath(new URL('./fixtures/write-words.sh', import.meta.url))

function names(count: number): string[] {
  return Array.from({ length: count }, (_, place) => `file ${String(place + 1).padStart(4, '0')}`)
}

/** The names that calls were given which `writeWords` wrote down, a list for each call. */
async function givenWords(folder: string): Promise<string[][]> {
  const calls: string[][] = []
  for (const name of await readdir(folder)) {
    const text = (await readFile(`${folder}/${name}`)).toString('latin1')
    calls.push(text.split('\0').slice(0, -1))
  }
  return calls
}

/** A call that appends the base names of its files to `calls`, a line a call, and then does what the script says. */
function noted(batch: CommandBatch, script: string): string {
  const note = `line=; for f do line="$line \${{f##*/}}"; done; echo "$line" >>${quoteWord(batch.folder.at('calls'))}`
  return `sh -c ${quoteWord(`${note}; ${script.replaceAll('{', '{{').replaceAll('}', '}}')}`)} sh {all}`
}

/** The calls there were, by the base names of their files. */
async function callsOf(batch: CommandBatch): Promise<string[]> {
  return (await readFile(batch.folder.at('calls'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim())
}

/** How many files workers have in hand. */
function inHand({ workers }: RunProgress): number {
  return workers.reduce((sum, { item }) => sum + (item?.together ?? 0), 0)
}

function outcomes(rows: readonly ResultRow[]): [string, string | undefined][] {
  return rows.map(({ path, status, error }) => [basename(path), error?.code ?? status])
}

describe('a command that takes several files by one call', () => {
  const ways: [string, JobInput['task']['parameters']][] = [
    ['no shell', {}],
    ['sh', { shell: 'sh' }],
    ['bash', { shell: 'bash' }],
  ]
  it.runIf(process.platform === 'linux').each(ways)(
    'is given every name once, byte for byte, whatever it is: %s',
    async (_, parameters) => {
      await using batch = await commandBatch(hostileNames)
      const folder = batch.folder.at('in')
      const words = batch.folder.at('words')
      await mkdir(words)
      const line = `${quoteWord(writeWords)} ${quoteWord(words)} {own} {all}`
      const rows = await batch.results(
        line,
        {},
        {
          ...{ groupSize: 7, ...parameters },
          ...{ variables: [{ name: 'own' }], values: { own: 'a $(touch x) "word"' } },
        },
      )
      expect(rows.filter(({ status }) => status !== 'succeeded')).toEqual([])
      const calls = await givenWords(words)
      expect(calls).toHaveLength(Math.ceil(hostileNames.length / 7))
      expect(calls.map(([own]) => own)).toEqual(calls.map(() => 'a $(touch x) "word"'))
      const given = calls.map(([, ...files]) => files)
      expect(Math.max(...given.map((files) => files.length))).toBe(7)
      const expected = hostileNames.map(
        (name) => `${folder}/${Buffer.from(toPathBytes(name)).toString('latin1')}`,
      )
      expect(given.flat().toSorted()).toEqual(expected.toSorted())
      // Nothing was run that was in a name, or in a value.
      expect(await readdir(folder)).toHaveLength(hostileNames.length)
      expect(await readdir('.')).not.toEqual(expect.arrayContaining(['x']))
    },
  )

  it('has a row for each file, and keeps what the call said once', async () => {
    await using batch = await commandBatch(['a', 'b b', "it's c", 'd', 'e'])
    const { client } = batch.local
    const { runId } = await client.runs.start(
      batch.job('sha256sum -b {all}', { mode: 'imap' }, { groupSize: 3 }),
    )
    await runEnd(client, runId)
    expect((await client.runs.columns({ runId })).map(({ name }) => name)).toEqual([
      ...['exit_code', 'call', 'output'],
    ])
    const { rows } = await client.runs.results({ runId })
    const lines = (of: readonly ResultRow[]): string =>
      of.map(({ path }) => `${sha256(basename(path))} *${path}`).join('\n')
    expect(rows.map(({ seq, status, values, attempt }) => ({ seq, status, values, attempt }))).toEqual(
      [
        [0, 1, lines(rows.slice(0, 3))],
        [0, 1, null],
        [0, 1, null],
        [0, 4, lines(rows.slice(3))],
        [0, 4, null],
      ].map((values, place) => ({ seq: place + 1, status: 'succeeded', values, attempt: 1 })),
    )
    // The time of each is that of its call.
    expect(new Set(rows.slice(0, 3).map(({ duration, startedAt }) => `${duration} ${startedAt}`)).size).toBe(
      1,
    )
    const logs = await Promise.all(rows.map(async ({ seq }) => (await client.runs.log({ runId, seq }))?.text))
    expect(logs.map((text) => text === undefined)).toEqual([false, true, true, false, true])
  })

  it('makes columns of what the call printed, the same for each of its files', async () => {
    await using batch = await commandBatch(names(4))
    const rows = await batch.results(
      `sh -c 'echo "files: $#"' sh {all}`,
      {},
      {
        ...{ groupSize: 3, results: 'pattern', pattern: '^files: (?<files>\\d+)$', columns: 'files:integer' },
      },
    )
    expect(rows.map(({ values }) => values)).toEqual([...[1, 2, 3].map(() => [0, 1, 3]), [0, 4, 1]])
  })

  it('does the files of a call that failed again one by one, so that only the bad one fails', async () => {
    await using batch = await commandBatch(names(6))
    const { client } = batch.local
    const line = noted(batch, 'for f do case $f in *"file 0002") echo no >&2; exit 3;; esac; done')
    const { runId } = await client.runs.start(batch.job(line, { workers: 1 }, { groupSize: 3 }))
    const { run } = await runEnd(client, runId)
    expect(run.counts).toMatchObject({ succeeded: 5, failed: 1, remaining: 0, retrying: 0 })
    const rows = (await client.runs.results({ runId })).rows.toSorted((one, other) => one.seq - other.seq)
    const path = batch.folder.at('in', 'file 0002')
    expect(rows[1]?.error?.message).toBe(`"${path}" could not be done: "sh" ended with exit code 3: no`)
    expect(rows.map(({ attempt }) => attempt)).toEqual([2, 2, 2, 1, 1, 1])
    expect((await callsOf(batch)).toSorted()).toEqual(
      [
        'file 0001 file 0002 file 0003',
        'file 0001',
        'file 0002',
        'file 0003',
        'file 0004 file 0005 file 0006',
      ].toSorted(),
    )
    const [first] = await client.runs.attempts({ runId, seq: 1 })
    expect(first?.error).toEqual({
      code: 'COMMAND_FAILED',
      message: `"${batch.folder.at('in', 'file 0001')}" could not be done: "sh" ended with exit code 3: no (in one call with 2 other files, from item 1 on: which of them is to blame is not known).`,
    })
    // What has failed once goes alone from then on.
    await client.runs.retry({ runId, which: { kind: 'failed' } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ failed: 1 })
    expect((await callsOf(batch)).at(-1)).toBe('file 0002')
  })

  it('fails all files of a call that failed where nothing is to be done twice', async () => {
    await using batch = await commandBatch(names(5))
    const line = noted(batch, 'for f do case $f in *"file 0002") exit 3;; esac; done')
    const rows = await batch.results(line, {}, { groupSize: 3, whenGroupFails: 'fail' })
    expect(outcomes(rows)).toEqual([
      ...['file 0001', 'file 0002', 'file 0003'].map((name) => [name, 'COMMAND_FAILED']),
      ...['file 0004', 'file 0005'].map((name) => [name, 'succeeded']),
    ])
    expect(rows.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1])
    expect(rows[2]?.error?.message).toContain('which of them is to blame is not known')
    expect((await callsOf(batch)).toSorted()).toEqual([
      'file 0001 file 0002 file 0003',
      'file 0004 file 0005',
    ])
  })

  it('tries again as often as was asked for, beside the try with the others', async () => {
    await using batch = await commandBatch(names(2))
    const rows = await batch.results('false {all}', { retries: 1, retryDelay: 0 })
    expect(rows.map(({ attempt }) => attempt)).toEqual([3, 3])
    const killed = await batch.results(`sh -c 'kill -KILL $$' sh {all}`)
    expect(killed.map(({ error }) => error?.message.includes('SIGKILL'))).toEqual([true, true])
  })

  it('leaves out a file that is gone by then, which fails by itself', async () => {
    await using batch = await commandBatch(names(5))
    const gone = ['file 0003', 'file 0005'].map((name) => quoteWord(batch.folder.at('in', name))).join(' ')
    const line = noted(batch, `rm -f ${gone}`)
    const rows = await batch.results(line, { workers: 1 }, { groupSize: 2, whenGroupFails: 'fail' })
    expect(outcomes(rows).map(([, outcome]) => outcome)).toEqual([
      ...['succeeded', 'succeeded', 'NOT_FOUND', 'succeeded', 'NOT_FOUND'],
    ])
    expect(rows[3]?.values).toEqual([0, 4, ''])
    expect(await callsOf(batch)).toEqual(['file 0001 file 0002', 'file 0004'])
  })

  it('is cut before its arguments are longer than the system accepts', async () => {
    await using batch = await commandBatch([])
    const folder = batch.folder.at('in')
    const deep = `${folder}/${deepFolder(folder.length, 1_500)}`
    await mkdir(deep, { recursive: true })
    const files = names(200).map((name) => `${deep}/${name}`)
    for (const path of files) await writeFile(path, '')
    const line = `sh -c 'echo $#' sh {all}`
    const plan = await batch.local.client.runs.plan(batch.job(line, {}, { groupSize: 10_000 }))
    const rows = await batch.results(line, {}, { groupSize: 10_000 })
    expect(rows.map(({ status }) => status)).toEqual(files.map(() => 'succeeded'))
    const calls = new Map<unknown, number>()
    for (const { values } of rows) calls.set(values[1], (calls.get(values[1]) ?? 0) + 1)
    expect(calls.size).toBeGreaterThan(1)
    expect(plan.calls).toMatchObject({ count: calls.size, largest: Math.max(...calls.values()) })
    expect(plan.calls?.first.map(({ seq, items }) => [seq, items])).toEqual([...calls])
  })

  it('is planned as it is run, and says how its calls begin', async () => {
    await using batch = await commandBatch(names(10))
    const { client } = batch.local
    const { calls } = await client.runs.plan(batch.job('md5sum -b {all}', {}, { groupSize: 6 }))
    const path = (name: string): string => quoteWord(batch.folder.at('in', name))
    expect(calls).toEqual({
      ...{ count: 2, largest: 6 },
      first: [
        {
          ...{ seq: 1, items: 6 },
          line: `md5sum -b ${path('file 0001')} ${path('file 0002')} … (+3) … ${path('file 0006')}`,
        },
        {
          ...{ seq: 7, items: 4 },
          line: `md5sum -b ${['0007', '0008', '0009', '0010'].map((end) => path(`file ${end}`)).join(' ')}`,
        },
      ],
    })
    expect((await client.runs.plan(batch.job('md5sum {}'))).calls).toBeNull()
  })

  it('is tried on a few by one call, and one by one where that fails', async () => {
    await using batch = await commandBatch(['a.txt', 'b.jpg', 'bad.png'])
    const { client } = batch.local
    const good = await client.runs.try(batch.job(`sh -c 'echo $#' sh {all}`))
    expect(good.tried.map(({ values }) => values)).toEqual([
      [0, 1, '3'],
      [0, 1, null],
      [0, 1, null],
    ])
    const script = `sh -c 'for f do case $f in *bad*) exit 3;; esac; done' sh {all}`
    const bad = await client.runs.try(batch.job(script))
    expect(bad.tried.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'failed'])
    const all = await client.runs.try(batch.job(script, {}, { whenGroupFails: 'fail' }))
    expect(all.tried.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
  })

  it('is given numbers too', async () => {
    await using batch = await commandBatch([])
    const { client } = batch.local
    const range = { from: 1, to: 5, step: 1, digits: 2 }
    const { runId } = await client.runs.start({
      ...batch.job('echo {all}', { mode: 'imap' }, { groupSize: 3 }),
      inputs: [{ kind: 'range', range }],
    })
    await runEnd(client, runId)
    const { rows } = await client.runs.results({ runId })
    expect(rows.map(({ values }) => values[2])).toEqual(['01 02 03', null, null, '04 05', null])
  })

  it('is done for each file once over runs that skip what is done', async () => {
    await using batch = await commandBatch(names(5))
    await batch.results('true {all}', { skipDone: true }, { groupSize: 2 })
    await writeFile(batch.folder.at('in', 'file 0003'), 'changed')
    const line = 'true {all}'
    const plan = await batch.local.client.runs.plan(batch.job(line, { skipDone: true }, { groupSize: 2 }))
    expect([plan.alreadyDone, plan.calls?.count]).toEqual([4, 1])
    const rows = await batch.results(line, { skipDone: true }, { groupSize: 2 })
    expect(rows.filter(({ status }) => status === 'succeeded').map(({ seq }) => seq)).toEqual([3])
  })

  const wrong: [string, JobInput['task']['parameters'], string, string][] = [
    ['ls x{all}', {}, 'command', 'within a word'],
    ['{all}', {}, 'command', 'where the program is named'],
    ['ls {all} {all}', {}, 'command', '{all} twice'],
    ['cp {all} {output}', {}, 'command', '{output} beside {all}'],
    ['ls {} {all}', {}, 'command', '{} beside {all}'],
    ['ls {#} {all}', {}, 'command', '{#} beside {all}'],
    ['cat {all}', { input: 'path' }, 'input', 'With {all} a call has several files'],
    ['cat {all}', { input: 'content' }, 'input', 'With {all} a call has several files'],
    ['cat {all}', { workingFolder: '{//}' }, 'workingFolder', 'With {all} a call has several files'],
    ['cat "{all}"', { shell: 'sh' }, 'command', '{all} in quotes'],
    ['cat a{all}', { shell: 'sh' }, 'command', 'within a word'],
    ["cat '{all}'", { shell: 'sh' }, 'command', 'in single quotes'],
    ['cat {all} {.}', { shell: 'sh' }, 'command', '{.} beside {all}'],
    ['cat {all}', { shell: 'powershell' }, 'command', 'cannot be handed'],
    ['ls {all}', { groupSize: 0 }, 'groupSize', 'groupSize'],
    ['ls {all}', { groupSize: 10_001 }, 'groupSize', 'groupSize'],
    ['ls {all}', { results: 'pattern', pattern: '(?<call>x)' }, 'columns', 'a column "call" already'],
  ]
  it('is refused before anything is run where it cannot be, with what is wrong', async () => {
    await using batch = await commandBatch(['one'])
    const { client } = batch.local
    for (const [line, parameters, parameter, message] of wrong) {
      const job = batch.job(line, {}, parameters)
      const error: unknown = await client.runs.start(job).catch((reason: unknown) => reason)
      expect(error, line).toMatchObject({ code: 'INVALID_PARAMETERS', data: { parameter } })
      expect(error instanceof Error ? error.message : '').toContain(message)
    }
  })
})

/** A command whose processes can be told, and that is given all files of a group. */
function markedGroups(name: string, script: string): MarkedCommand {
  const marked = markedCommand(`groups ${name}`, script)
  return { ...marked, line: marked.line.replace(/ \{\}$/u, ' {all}') }
}

// Other systems do not tell the environment of processes, by which they are counted here.
describe.runIf(process.platform === 'linux')('a call with several files that is at work', () => {
  it('is ended by cancel, with all that it started', async () => {
    await using batch = await commandBatch(names(7))
    const { client } = batch.local
    const marked = markedGroups('cancel', tree)
    const { runId } = await client.runs.start(batch.job(marked.line, {}, { groupSize: 3 }))
    await marked.until(2 * treeSize)
    const { workers } = await untilRun(client, runId, (progress) => inHand(progress) === 6)
    expect(workers.map(({ item }) => item?.together)).toEqual([3, 3])
    expect(await client.runs.cancel({ runId })).toMatchObject({ ended: 6, kept: 0, left: 7 })
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('is ended by the time limit, which each of its files then has for itself', async () => {
    await using batch = await commandBatch(names(3))
    const marked = markedGroups('time limit', tree)
    const rows = await batch.results(marked.line, { timeout: 1_500 })
    expect(outcomes(rows).map(([, outcome]) => outcome)).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT'])
    expect(rows.map(({ attempt }) => attempt)).toEqual([2, 2, 2])
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('is ended where one of its files is, and the others are done anew', async () => {
    await using batch = await commandBatch(names(3))
    const { client } = batch.local
    const marked = markedGroups('end item', `test $# -gt 1 || exit 0; ${tree}`)
    const { runId } = await client.runs.start(batch.job(marked.line, { retries: 2 }))
    await marked.until(treeSize)
    await untilRun(client, runId, (progress) => inHand(progress) === 3)
    await client.runs.endItem({ runId, seq: 2 })
    await runEnd(client, runId)
    const { rows } = await client.runs.results({ runId })
    const sorted = rows.toSorted((one, other) => one.seq - other.seq)
    expect(outcomes(sorted).map(([, outcome]) => outcome)).toEqual([
      'succeeded',
      'ENDED_BY_USER',
      'succeeded',
    ])
    expect(sorted.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
    expect(sorted[1]?.error?.message).not.toContain('to blame')
    expect(await marked.mark.remaining(0)).toBe(0)
  })

  it('keeps nobody from leaving out, or doing next, files of a call that has not begun', async () => {
    await using batch = await commandBatch(names(9))
    const { client } = batch.local
    const go = quoteWord(batch.folder.at('go'))
    const line = noted(batch, `until test -e ${go}; do sleep 0.05; done`)
    const { runId } = await client.runs.start(batch.job(line, { workers: 1 }, { groupSize: 3 }))
    await untilRun(client, runId, (progress) => inHand(progress) === 3 && progress.run.counts.total === 9)
    expect(await client.runs.skipItems({ runId, seqs: [1, 5] })).toEqual({ skipped: 1 })
    expect(await client.runs.moveToFront({ runId, seqs: [9] })).toEqual({ moved: 1 })
    await writeFile(batch.folder.at('go'), '')
    const { run } = await runEnd(client, runId)
    expect(run.counts).toMatchObject({ succeeded: 8, skipped: 1, failed: 0, remaining: 0 })
    const calls = await callsOf(batch)
    expect(calls.slice(0, 1)).toEqual(['file 0001 file 0002 file 0003'])
    const given = calls.join(' ').match(/file \d+/gu) ?? []
    expect(given.toSorted()).toEqual(names(9).filter((name) => name !== 'file 0005'))
    // Its group was taken apart for it.
    expect(calls).toContain('file 0009')
  })

  it('is waited for by drain', async () => {
    await using batch = await commandBatch(names(9))
    const { client } = batch.local
    const go = quoteWord(batch.folder.at('go'))
    const marked = markedGroups('drain', `until test -e ${go}; do sleep 0.05; done`)
    const { runId } = await client.runs.start(batch.job(marked.line, {}, { groupSize: 3 }))
    await untilRun(client, runId, (progress) => inHand(progress) === 6)
    const draining = client.runs.drain({ runId })
    await untilRun(client, runId, (progress) => progress.draining)
    await writeFile(batch.folder.at('go'), '')
    expect(await draining).toMatchObject({ run: { state: 'stopped' }, kept: 6, left: 3 })
    await client.runs.resume({ runId })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ succeeded: 9, remaining: 0 })
  })

  it('is done again as a whole after the program was killed, and each file has one result', async () => {
    await using batch = await commandBatch(names(7))
    const go = batch.folder.at('go')
    const marked = markedGroups('killed', `test -e ${quoteWord(go)} || {{ ${tree}; }}`)
    const words = [
      'run',
      '--command',
      marked.line,
      '--param',
      'groupSize=3',
      '--input',
      batch.folder.at('in'),
    ]
    const data = ['--data-dir', batch.folder.at('cli')]
    const running = startCommand([...words, ...data, '--workers', '2'])
    await marked.until(2 * treeSize)
    running.process.kill('SIGKILL')
    await running.ended
    expect(await marked.mark.remaining(0)).toBe(0)
    await writeFile(go, '')
    const resumed = await command(['resume', 'latest', '--json', ...data])
    expect(resumed.text).toContain('"succeeded":7,"failed":0')
    const csv = batch.folder.at('out.csv')
    await command(['export', 'latest', '--csv', csv, ...data])
    const rows = rowsOf(await readFile(csv))
    expect(rows.map((row) => row['path']).toSorted()).toEqual(
      names(7).map((name) => batch.folder.at('in', name)),
    )
    expect(rows.map((row) => row['call']).toSorted()).toEqual(['1', '1', '1', '4', '4', '4', '7'])
  })
})

describe('batchyard run with {all}', () => {
  it('hands files over as xargs does', async () => {
    const count = 1_000
    await using batch = await commandBatch(names(count))
    const [ours, theirs] = [batch.folder.at('ours'), batch.folder.at('theirs')]
    await mkdir(ours)
    await mkdir(theirs)
    const words = [
      '--command',
      `${quoteWord(writeWords)} ${quoteWord(ours)} {all}`,
      '--param',
      'groupSize=50',
    ]
    const more = ['--input', batch.folder.at('in'), '--data-dir', batch.folder.at('cli'), '--workers', '2']
    const plan = await command(['plan', ...words, ...more])
    expect(plan.text).toContain('20 calls of 50 files at most:')
    const end = await command(['run', ...words, ...more])
    expect(end.errors).toContain('1,000 succeeded')
    const list = names(count).map((name) => `${batch.folder.at('in', name)}\0`)
    execFileSync('xargs', ['-0', '-n', '50', writeWords, theirs], { input: list.join('') })
    const sorted = async (folder: string): Promise<string[]> =>
      (await givenWords(folder)).map((call) => call.join('\n')).toSorted()
    expect(await sorted(ours)).toEqual(await sorted(theirs))
  })
})
