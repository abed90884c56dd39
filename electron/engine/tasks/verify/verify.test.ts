import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { symlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { fromPathBytes, toPathBytes } from '../../path-bytes.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import { parseChecksumLine } from './checksum-line.ts'
import { verify } from './definition.ts'
import { parameters, type VerifyParameters } from './parameters.ts'

/** Stands for any text with this in it, within an expected object. */
function containing(text: string): unknown {
  return expect.stringContaining(text)
}

async function verified(path: string, given: Partial<VerifyParameters>): Promise<unknown> {
  const work = await verify.load(parameters.parse(given))
  return await work(itemAt(path), quietContext)
}

function digest(algorithm: string, content: string | Uint8Array): string {
  return createHash(algorithm).update(content).digest('hex')
}

/** A line as sha256sum writes it, escapes included. */
function listLine(sum: string, name: string): string {
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${escaped === name ? '' : '\\'}${sum}  ${escaped}\n`
}

const ofAbc = digest('sha256', 'abc')

describe('parseChecksumLine', () => {
  const sum = 'A'.repeat(64)
  const plain = { algorithm: 'sha256', digest: 'a'.repeat(64), name: 'file name' }
  it.each([
    [`${sum}  file name`, plain],
    [`${sum} *file name`, plain],
    [`${sum} file name`, plain],
    [`SHA256 (file name) = ${sum}`, plain],
    [`SHA2-256(file name)= ${sum}`, plain],
    [`\\${sum}  a\\nb\\\\c\\r`, { ...plain, name: 'a\nb\\c\r' }],
    [`\\SHA256 (a\\nb) = ${sum}`, { ...plain, name: 'a\nb' }],
    [`${sum}   a)b (c`, { ...plain, name: ' a)b (c' }],
    [`${'b'.repeat(128)}  x`, { algorithm: 'sha512', digest: 'b'.repeat(128), name: 'x' }],
    [`BLAKE2b (x) = ${'b'.repeat(128)}`, { algorithm: 'blake2b', digest: 'b'.repeat(128), name: 'x' }],
    [`${'c'.repeat(32)}  x`, { algorithm: 'md5', digest: 'c'.repeat(32), name: 'x' }],
    [`${'c'.repeat(40)}  x`, { algorithm: 'sha1', digest: 'c'.repeat(40), name: 'x' }],
  ])('reads %j', (line, expected) => {
    expect(parseChecksumLine(line, 'sha512')).toEqual(expected)
  })

  it.each([
    '',
    '# a comment',
    sum,
    sum.slice(1) + '  odd length',
    `MD5 (file) = ${sum}`,
    `CRC32 (file) = ${sum}`,
    `\\${sum}  unknown escape \\x`,
    `${sum}  a\0b`,
  ])('does not understand %j', (line) => {
    expect(parseChecksumLine(line, 'sha512')).toBeNull()
  })

  it('reads back any name that was written with escapes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
        const name = fromPathBytes(bytes.map((byte) => (byte === 0 ? 1 : byte)))
        expect(parseChecksumLine(listLine(ofAbc, name).slice(0, -1), 'sha512')).toEqual({
          ...{ algorithm: 'sha256', digest: ofAbc, name },
        })
      }),
    )
  })
})

describe('the verify task with a list', () => {
  it('compares files with their entries, whatever they are called', async () => {
    using tree = new TemporaryTree()
    const lines = hostileNames.map((name) => {
      tree.file(name, 'abc')
      return listLine(ofAbc, `./${name}`)
    })
    const list = tree.at('SHA256SUMS')
    writeFileSync(list, toPathBytes(lines.join('')))
    const work = await verify.load(parameters.parse({ list }))
    for (const name of hostileNames) {
      expect(await work(itemAt(tree.at(name)), quietContext)).toEqual(['sha256', ofAbc, list])
    }
    // The list itself says nothing of itself.
    expect(await work(itemAt(list), quietContext)).toEqual([null, null, null])
  })

  it('tells what differs, and what is not listed', async () => {
    using tree = new TemporaryTree()
    const list = tree.file('sums', `${listLine(ofAbc, 'sub/changed')}${listLine(ofAbc, '../outside')}`)
    const changed = tree.file('sub/changed', 'abd')
    await expect(verified(changed, { list })).rejects.toMatchObject({
      ...{ name: 'ItemError', code: 'MISMATCH' },
      message: containing(`checksum is ${digest('sha256', 'abd')}, and ${ofAbc} was expected`),
    })
    await expect(verified(tree.file('other'), { list })).rejects.toMatchObject({
      code: 'NOT_LISTED',
      message: `"${tree.at('other')}" is not in the list "${list}".`,
    })
    await expect(verified(tree.at('sub/gone'), { list })).rejects.toMatchObject({ code: 'NOT_LISTED' })
  })

  it('finds files below the folder of the list by its real place too', async () => {
    using tree = new TemporaryTree()
    const list = tree.file('real/sums', listLine(ofAbc, 'sub/file') + listLine(ofAbc, tree.at('elsewhere')))
    tree.file('real/sub/file', 'abc')
    symlinkSync(tree.at('real'), tree.at('link'))
    const through = tree.at('link/sums')
    expect(await verified(tree.at('real/sub/file'), { list: through })).toEqual(['sha256', ofAbc, through])
    expect(await verified(tree.at('link/sub/file'), { list })).toEqual(['sha256', ofAbc, list])
    expect(await verified(tree.file('elsewhere', 'abc'), { list })).toEqual(['sha256', ofAbc, list])
  })

  it('compares the strongest checksum of a file, and refuses a list that contradicts itself', async () => {
    using tree = new TemporaryTree()
    const [md5, other] = [digest('md5', 'abc'), digest('md5', 'x')]
    const path = tree.file('file', 'abc')
    const both = tree.file('both', `${other}  file\n# ${md5}\r\n${ofAbc}  file\r\n`)
    expect(await verified(path, { list: both })).toEqual(['sha256', ofAbc, both])
    await expect(verified(path, { list: both, algorithm: 'md5' })).rejects.toMatchObject({ code: 'MISMATCH' })
    const odd = tree.file('odd', `${other}  file\n${md5}  file\n`)
    await expect(verified(path, { list: odd })).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
  })

  it('is refused before a run where the list is of no use', async () => {
    using tree = new TemporaryTree()
    const refused = async (given: Partial<VerifyParameters>): Promise<string> => {
      const error: unknown = await verify.check?.(parameters.parse(given)).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'EngineError', code: 'INVALID_PARAMETERS' })
      return error instanceof Error ? error.message : ''
    }
    expect(await refused({})).toContain('No list is named.')
    expect(await refused({ list: 'SHA256SUMS' })).toContain('relative path')
    expect(await refused({ list: tree.at('gone') })).toBe(`The list "${tree.at('gone')}" does not exist.`)
    expect(await refused({ list: tree.root })).toContain('is no file')
    const words = tree.file('words', 'nothing of use\n')
    expect(await refused({ list: words })).toContain('has no line with a checksum.')
    const list = tree.file('sums', listLine(ofAbc, 'x'))
    expect(await refused({ list, algorithm: 'md5' })).toContain('has no line with a checksum of md5')
    await expect(verify.check?.(parameters.parse({ list }))).resolves.toBeUndefined()
    await expect(verify.check?.(parameters.parse({ mode: 'sidecar' }))).resolves.toBeUndefined()
  })

  const tools: [string, VerifyParameters['algorithm']][] = [
    ['md5sum', 'md5'],
    ['sha1sum', 'sha1'],
    ['sha256sum', 'sha256'],
    ['sha512sum', 'sha512'],
    ['b2sum', 'blake2b'],
  ]
  // The programs whose lists people have.
  it.runIf(isInstalled('b2sum')).each(tools)('understands what %s writes', async (tool, algorithm) => {
    using tree = new TemporaryTree()
    for (const name of hostileNames) tree.file(name, `content of ${name.toWellFormed()}`)
    const names = execFileSync('find', ['.', '-type', 'f', '-print0'], { cwd: tree.root })
    for (const options of ['', '--binary', '--tag']) {
      const written = execFileSync('xargs', ['-0', tool, ...(options === '' ? [] : [options]), '--'], {
        ...{ cwd: tree.root, input: names },
      })
      const inside = tree.file(`${tool}.list`, written)
      try {
        const work = await verify.load(parameters.parse({ list: inside }))
        for (const name of hostileNames) {
          expect(await work(itemAt(tree.at(name)), quietContext)).toMatchObject([algorithm, {}, inside])
        }
      } finally {
        execFileSync('rm', ['-f', inside])
      }
    }
  })
})

describe('the verify task with sidecars', () => {
  it('compares each file with the one beside it', async () => {
    using tree = new TemporaryTree()
    const mode = 'sidecar'
    // The others leave no room for the sidecar's extension.
    for (const name of hostileNames.filter((each) => Buffer.from(toPathBytes(each)).length < 240)) {
      const path = tree.file(`folder/${name}`, 'abc')
      const sidecar = tree.file(`folder/${name}.sha256`, toPathBytes(listLine(ofAbc, name)))
      expect(await verified(path, { mode })).toEqual(['sha256', ofAbc, sidecar])
      expect(await verified(sidecar, { mode })).toEqual([null, null, null])
    }
    const path = tree.file('bare', 'abc')
    tree.file('bare.md5', `${digest('md5', 'abc').toUpperCase()}\r\n`)
    expect(await verified(path, { mode })).toEqual(['md5', digest('md5', 'abc'), `${path}.md5`])
    tree.file('bare.b2sum', listLine(digest('blake2b512', 'other'), './bare'))
    await expect(verified(path, { mode })).rejects.toMatchObject({ code: 'MISMATCH' })
    expect(await verified(path, { mode, algorithm: 'md5' })).toEqual([
      'md5',
      digest('md5', 'abc'),
      `${path}.md5`,
    ])
  })

  it('fails where there is none, or none of this file', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', 'abc')
    await expect(verified(path, { mode: 'sidecar', algorithm: 'md5' })).rejects.toMatchObject({
      code: 'NOT_LISTED',
      message: `"${path}" has no checksum beside it. Its name would be that of the file and one of .md5, .md5sum.`,
    })
    tree.file('file.sha256', listLine(ofAbc, 'another'))
    await expect(verified(path, { mode: 'sidecar' })).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
    await expect(verified(tree.at('x'.repeat(255)), { mode: 'sidecar' })).rejects.toMatchObject({
      code: 'NOT_LISTED',
    })
  })
})
