import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toPathBytes } from '../../electron/engine/path-bytes.ts'
import { quoteWord } from '../../shared/model/command-line.ts'
import { keptLogLength } from '../../shared/model/log.ts'
import { sha256 } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { runEnd } from '../support/local-engine.ts'
import { commandBatch } from './fixtures/command-batch.ts'
import { hostileNames } from '../support/hostile-names.ts'

const writeWords = fileURLToPath(new URL('./fixtures/write-words.sh', import.meta.url))

/** Matches a text that has this in it. */
function containing(part: string): unknown {
  return expect.stringContaining(part)
}

// Many runs of real programs, on a machine that may have much else to do.
describe('a command', { timeout: 300_000 }, () => {
  it('is given every name byte for byte, whatever it is', async () => {
    // Other systems than Linux refuse some of these names.
    if (process.platform !== 'linux') return
    await using batch = await commandBatch(hostileNames)
    await mkdir(batch.folder.at('words'))
    const line = `${quoteWord(writeWords)} ${quoteWord(batch.folder.at('words'))} {} {/} "{//}/x{/}y"`
    const rows = await batch.results(line)
    expect(rows.filter(({ status }) => status !== 'succeeded')).toEqual([])
    const given: string[] = []
    for (const name of await readdir(batch.folder.at('words'))) {
      given.push((await readFile(batch.folder.at('words', name))).toString('latin1'))
    }
    const folder = batch.folder.at('in')
    const expected = hostileNames.map((name) => {
      const text = Buffer.from(toPathBytes(name)).toString('latin1')
      return `${folder}/${text}\0${text}\0${folder}/x${text}y\0`
    })
    expect(given.toSorted()).toEqual(expected.toSorted())
    // Nothing was run that was in a name.
    expect((await readdir(folder)).length).toBe(hostileNames.length)
    expect(await readdir('.')).not.toEqual(expect.arrayContaining(['x']))
  })

  it('has placeholders for parts of the path and the place in the input', async () => {
    await using batch = await commandBatch(['a b.tar.gz', 'plain'])
    const rows = await batch.results(`printf '[%s]' {} {.} {/} {//} {/.} {ext} {#} '{{}}'`)
    const folder = batch.folder.at('in')
    const words = [
      [`${folder}/a b.tar.gz`, `${folder}/a b.tar`, 'a b.tar.gz', folder, 'a b.tar', 'gz', '1', '{}'],
      [`${folder}/plain`, `${folder}/plain`, 'plain', folder, 'plain', '', '2', '{}'],
    ]
    expect(rows.map(({ values }) => values)).toEqual(
      words.map((each) => [0, each.map((word) => `[${word}]`).join('')]),
    )
  })

  it('is run for numbers too', async () => {
    await using batch = await commandBatch([])
    const { client } = batch.local
    const range = { from: 8, to: 10, step: 1, digits: 3 }
    const inputs = [{ kind: 'range' as const, range }]
    const { runId } = await client.runs.start({ ...batch.job('echo no {}'), inputs })
    await runEnd(client, runId)
    const { rows } = await client.runs.results({ runId })
    expect(rows.map(({ values }) => values[1]).toSorted()).toEqual(['no 008', 'no 009', 'no 010'])
  })

  it('does what real programs do', async () => {
    await using batch = await commandBatch(['one', 'two words', "it's three"])
    const sums = await batch.results('sha256sum -b')
    for (const { path, values } of sums) {
      expect(values).toEqual([0, `${sha256(basename(path))} *${path}`])
    }
    const packed = await batch.results('gzip -k')
    expect(packed.map(({ status, values }) => [status, values])).toEqual(
      packed.map(() => ['succeeded', [0, '']]),
    )
    for (const { path } of packed) {
      expect(gunzipSync(await readFile(`${path}.gz`)).toString()).toBe(basename(path))
      execFileSync('gunzip', ['-t', `${path}.gz`])
    }
  })

  it('fails with an exit code that is not accepted, or by a signal, and says what it said last', async () => {
    await using batch = await commandBatch(['file'])
    const path = batch.folder.at('in', 'file')
    const script = `sh -c 'echo out; echo first >&2; echo "last one" >&2; echo >&2; exit 3'`
    const [failed] = await batch.results(script)
    expect(failed?.error).toEqual({
      code: 'COMMAND_FAILED',
      message: `"${path}" could not be done: "sh" ended with exit code 3: last one`,
    })
    const [accepted] = await batch.results(script, {}, { acceptedExitCodes: '0, 3' })
    expect(accepted).toMatchObject({ status: 'succeeded', values: [3, 'out'], error: null })
    const [zero] = await batch.results('true', {}, { acceptedExitCodes: '1' })
    expect(zero?.error?.message).toBe(`"${path}" could not be done: "true" ended with exit code 0.`)
    const [killed] = await batch.results(`sh -c 'kill -SEGV $$'`, {}, { acceptedExitCodes: '0,139' })
    expect(killed?.error?.message).toContain('"sh" was ended by signal SIGSEGV')
  })

  it('that fails is tried again where that was asked for', async () => {
    await using batch = await commandBatch(['file'])
    const mark = quoteWord(batch.folder.at('mark'))
    const [row] = await batch.results(`sh -c 'test -e "$0" || {{ touch "$0"; exit 1; }}' ${mark} {}`, {
      retries: 2,
      retryDelay: 0,
    })
    expect(row).toMatchObject({ status: 'succeeded', attempt: 2 })
  })

  it('that fails because its file is gone fails with that', async () => {
    await using batch = await commandBatch(['file'])
    const [row] = await batch.results(`sh -c 'rm "$1"; exit 4' sh {}`)
    expect(row?.error?.code).toBe('NOT_FOUND')
    expect(row?.error?.message).toContain('"sh" ended with exit code 4')
  })

  it('whose program differs from file to file fails where there is none', async () => {
    await using batch = await commandBatch(['file'])
    const path = batch.folder.at('in', 'file')
    const [refused] = await batch.results('{}')
    expect(refused?.error).toEqual({
      code: 'COMMAND_FAILED',
      message: `"${path}" could not be done: the program "${path}" may not be run by this user.`,
    })
    const [missing] = await batch.results('{}.exe')
    expect(missing?.error?.message).toContain(`there is no program "${path}.exe"`)
  })

  it('may print whatever it likes: what is kept is bounded, and says so', async () => {
    await using batch = await commandBatch(['file'])
    const printed = 99_999_999
    const script = `sh -c 'echo begin; yes 0123456789 | head -c ${printed}; echo end'`
    const [row] = await batch.results(script)
    expect(row?.status).toBe('succeeded')
    const text = String(row?.values[1])
    expect(text).toMatch(/^begin\n0123456789\n/u)
    expect(text).toContain(`${(printed + 'begin\nend\n'.length).toLocaleString('en')} bytes in all`)
    expect(text.length).toBeLessThan(4_300)
    const log = await batch.local.client.runs.log({ runId: 1, seq: 1 })
    expect(log?.text.length).toBeLessThan(keptLogLength + 100)
    expect(log?.text).toMatch(/^begin\n0123456789\n/u)
    expect(log?.text).toMatch(/0123456789\nend\n$/u)
    expect(log?.truncatedBytes).toBeGreaterThan(printed - 2 * keptLogLength)
    // Errors come by a way of their own, perhaps before what was printed before them.
    await batch.results(`sh -c 'echo out; echo err >&2'`)
    const both = await batch.local.client.runs.log({ runId: 2, seq: 1 })
    expect(both?.text.split('\n').toSorted()).toEqual(['', 'err', 'out'])
  })
})

describe('a command that cannot be', () => {
  it.each([
    ['', 'The command line is empty.'],
    ['  ', 'The command line is empty.'],
    ["echo 'x", 'has a single quote at character 6 that is never closed.'],
    ['echo {nothing}', 'an unknown placeholder {nothing}. Known are: {} the path'],
    ['echo a | cat', 'has a | at character 8, which only a shell understands'],
    ['no-such-program-at-all {}', 'There is no program "no-such-program-at-all".'],
    ['/etc/passwd {}', 'The program "/etc/passwd" cannot be run'],
  ])('is refused before the run: %s', async (line, reason) => {
    await using batch = await commandBatch(['one', 'two'])
    const { client } = batch.local
    const refused = { code: 'INVALID_PARAMETERS', message: containing(reason) }
    await expect(client.runs.start(batch.job(line))).rejects.toMatchObject(refused)
    await expect(client.runs.plan(batch.job(line))).rejects.toMatchObject(refused)
    expect(await client.runs.list({})).toEqual([])
  })

  it('because of its exit codes is refused with what they look like', async () => {
    await using batch = await commandBatch(['one'])
    const { client } = batch.local
    await expect(
      client.runs.start(batch.job('true', {}, { acceptedExitCodes: '0;1' })),
    ).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing('exit codes, parted by commas, such as 0,1'),
    })
  })

  it('any more is refused when the run is to go on', async () => {
    await using batch = await commandBatch(['one'])
    const { client } = batch.local
    const tool = batch.folder.at('tool')
    execFileSync('cp', ['/bin/false', tool])
    const { runId } = await client.runs.start(batch.job(quoteWord(tool)))
    await runEnd(client, runId)
    await rm(tool)
    const which = { kind: 'failed' as const }
    await expect(client.runs.retry({ runId, which })).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing(tool),
    })
  })
})

describe('batchyard run --task command', () => {
  it('does it from the command line, and refuses a missing program once', async () => {
    await using batch = await commandBatch(['a b', 'c'])
    const words = [
      'run',
      '--task',
      'command',
      '--input',
      'in',
      '--data-dir',
      'other',
      '--csv',
      '-',
      '--quiet',
    ]
    const options = { folder: batch.folder.path }
    const done = await command([...words, '--param', 'command=basename', '--mode', 'imap'], options)
    expect([done.exitCode, done.errors]).toEqual([0, ''])
    const [header, ...lines] = done.text.trim().split(/\r?\n/u)
    expect(header).toContain(',status,exit_code,output,')
    expect(lines.map((line) => line.split(',').slice(2, 5))).toEqual([
      ['succeeded', '0', 'a b'],
      ['succeeded', '0', 'c'],
    ])
    const missing = await command([...words, '--param', 'command=no-such-program -x'], options)
    expect(missing.exitCode).toBe(2)
    expect(missing.errors.match(/no-such-program/gu)).toHaveLength(1)
    expect(missing.errors).toContain('PATH')
  })
})
