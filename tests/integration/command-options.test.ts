import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProgram } from '../../electron/engine/processes/find-program.ts'
import { toPathBytes } from '../../electron/engine/path-bytes.ts'
import { commandBatch } from './fixtures/command-batch.ts'
import { hostileNames } from '../support/hostile-names.ts'

const imageMagick = await findProgram('convert')

/** Matches a text that has this in it. */
function containing(part: string): unknown {
  return expect.stringContaining(part)
}

// Many runs of real programs, on a machine that may have much else to do.
describe('a command', { timeout: 300_000 }, () => {
  it('has placeholders for its worker, for the path from the input on, and of the user’s own', async () => {
    await using batch = await commandBatch(['a'])
    await mkdir(batch.folder.at('in', 'deep', 'er'), { recursive: true })
    await writeFile(batch.folder.at('in', 'deep', 'er', 'b'), '')
    const variables = [
      { name: 'quality', type: 'number', default: 80, title: 'Quality' },
      { name: 'note', default: 'none' },
      { name: 'fast', type: 'boolean', default: false },
    ]
    const rows = await batch.results(
      `printf '%s|' {relative} {%} --q={quality} {note} {fast} '{{quality}}'`,
      { workers: 1 },
      { variables, values: { note: '$(x) {} "', fast: true } },
    )
    expect(rows.map(({ values }) => values[1])).toEqual([
      'a|1|--q=80|$(x) {} "|true|{quality}|',
      'deep/er/b|1|--q=80|$(x) {} "|true|{quality}|',
    ])
    const refused = async (more: object): Promise<unknown> =>
      await batch.local.client.runs
        .start(batch.job('echo {quality}', {}, { variables, ...more }))
        .catch((error: unknown) => error)
    expect(await refused({ values: { quality: 'high' } })).toMatchObject({
      message: containing('{quality} cannot be "high". Expected: a number'),
    })
    expect(await refused({ values: { qualty: 1 } })).toMatchObject({
      message: containing('no placeholder {qualty}'),
    })
    expect(await refused({ variables: [{ name: 'ext' }] })).toMatchObject({
      message: containing('a placeholder of that name already'),
    })
    expect(await refused({ variables: [] })).toMatchObject({
      message: containing('an unknown placeholder {quality}'),
    })
  })

  it('reads nothing, the path, or the content of the file, also where the name is no text', async () => {
    if (process.platform !== 'linux') return
    await using batch = await commandBatch(hostileNames)
    // The path as a comment, so that it is not added as a word.
    const inShell = { shell: 'sh' }
    const content = await batch.results('sha256sum # {}', {}, { ...inShell, input: 'content' })
    expect(content.map(({ status }) => status)).toEqual(hostileNames.map(() => 'succeeded'))
    const sums = await batch.results('sha256sum')
    const digestOf = (text: unknown): string => /[0-9a-f]{64}/u.exec(String(text))?.[0] ?? ''
    expect(content.map(({ values }) => digestOf(values[1]))).toEqual(
      sums.map(({ values }) => digestOf(values[1])),
    )
    const paths = await batch.results('wc -c # {}', {}, { ...inShell, input: 'path' })
    expect(paths.map(({ values }) => Number(values[1])).toSorted()).toEqual(
      hostileNames
        .map((name) => Buffer.from(toPathBytes(`${batch.folder.at('in')}/${name}`)).length + 1)
        .toSorted(),
    )
    const nothing = await batch.results('wc -c # {}', {}, inShell)
    expect(new Set(nothing.map(({ values }) => values[1]))).toEqual(new Set(['0']))
  })

  it('has variables and a working folder of its own', async () => {
    await using batch = await commandBatch(['a'])
    const environment = {
      BATCH_NOTE: 'a b $(c)',
      PATH: `${batch.folder.at('tools')}:${process.env['PATH'] ?? ''}`,
    }
    await mkdir(batch.folder.at('tools'))
    await writeFile(batch.folder.at('tools', 'own-tool'), '#!/bin/sh\necho "$BATCH_NOTE|$PWD"\n')
    await chmod(batch.folder.at('tools', 'own-tool'), 0o755)
    const [inFolder] = await batch.results('own-tool', {}, { environment, workingFolder: '{//}' })
    expect(inFolder?.values).toEqual([0, `a b $(c)|${batch.folder.at('in')}`])
    const [fixed] = await batch.results(
      './own-tool',
      {},
      { environment, workingFolder: batch.folder.at('tools') },
    )
    expect(fixed?.values).toEqual([0, `a b $(c)|${batch.folder.at('tools')}`])
    const { client } = batch.local
    await expect(client.runs.start(batch.job('own-tool'))).rejects.toMatchObject({
      message: containing('no program "own-tool"'),
    })
    await expect(
      client.runs.start(batch.job('true', {}, { workingFolder: '/no/such' })),
    ).rejects.toMatchObject({
      message: containing('does not exist'),
    })
    await expect(
      client.runs.start(batch.job('true', {}, { workingFolder: 'relative' })),
    ).rejects.toMatchObject({
      message: containing('no whole path'),
    })
  })

  it('makes columns of what a pattern finds in its lines', async () => {
    await using batch = await commandBatch(['one', 'three'])
    const parameters = {
      ...{
        results: 'pattern',
        pattern: '^size: (?<bytes>\\d+)$|^name: (?<name>.+)$',
        columns: 'bytes:integer',
      },
    }
    const line = `sh -c 'echo noise; printf "size: "; wc -c <"$1"; echo name: "\${{1##*/}}"; echo size: 99' sh {}`
    const { runId } = await batch.local.client.runs.start(batch.job(line, {}, parameters))
    expect(await batch.local.client.runs.columns({ runId })).toEqual([
      { name: 'exit_code', type: 'integer' },
      { name: 'bytes', type: 'integer' },
      { name: 'name', type: 'text' },
    ])
    const rows = await batch.results(line, {}, parameters)
    expect(rows.map(({ values }) => values)).toEqual([
      [0, 3, 'one'],
      [0, 5, 'three'],
    ])
    const [none] = await batch.results('true', {}, parameters)
    expect(none?.values).toEqual([0, null, null])
  })

  it('makes columns of the JSON in its last line', async () => {
    await using batch = await commandBatch(['a'])
    const parameters = { results: 'json', columns: 'n:integer, flag:boolean, list, gone' }
    const json = '{"n": 3, "flag": true, "list": [1, 2], "more": 1}'
    const [row] = await batch.results(
      `printf '%s\\n' {/} '${json.replaceAll('{', '{{').replaceAll('}', '}}')}' ''`,
      {},
      parameters,
    )
    expect(row?.values).toEqual([0, 3, true, '[1,2]', null])
    const [not] = await batch.results('echo done', {}, parameters)
    expect(not?.error).toMatchObject({
      code: 'COMMAND_FAILED',
      message: containing('a JSON object as its last line, and it is: done'),
    })
  })

  it.each([
    [{ results: 'pattern', pattern: '(' }, 'not a regular expression'],
    [{ results: 'pattern', pattern: 'a(b)' }, 'no named group'],
    [{ results: 'pattern', pattern: '(?<path>.)' }, 'a column "path" already'],
    [{ results: 'pattern', pattern: '(?<a>.)', columns: 'b' }, 'no group "b"'],
    [{ results: 'json' }, 'Name the columns'],
    [{ results: 'json', columns: 'a:date' }, 'cannot be "date"'],
    [{ results: 'json', columns: 'a, a' }, 'a column "a" already'],
    [{ environment: { 'A=B': 'x' } }, 'cannot be set'],
  ])('with columns that cannot be is refused before the run: %j', async (parameters, message) => {
    await using batch = await commandBatch(['a'])
    await expect(batch.local.client.runs.start(batch.job('true', {}, parameters))).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
      message: containing(message),
    })
  })

  it.runIf(imageMagick.kind === 'found')('makes and measures real images', async () => {
    await using batch = await commandBatch([])
    const picture = batch.folder.at('in', "it's a picture.png")
    execFileSync('convert', ['-size', '40x30', 'xc:red', picture])
    const converted = await batch.results(
      `convert {} -resize {size} {//}/../{/.}.jpg`,
      {},
      { variables: [{ name: 'size', default: '20x20' }] },
    )
    expect(converted.map(({ status }) => status)).toEqual(['succeeded'])
    const made = batch.folder.at(`${basename(picture, '.png')}.jpg`)
    expect((await readFile(made)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    const [row] = await batch.results(
      `identify -format '%w %h' {}`,
      {},
      {
        ...{
          results: 'pattern',
          pattern: '(?<width>\\d+) (?<height>\\d+)',
          columns: 'width:integer, height:integer',
        },
      },
    )
    expect(row?.values).toEqual([0, 40, 30])
  })
})
