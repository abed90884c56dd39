import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runSummarySchema } from '../../shared/model/run.ts'
import { command } from '../support/command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { digestsOf, rowsOf, sha256, threeFiles } from '../support/batch.ts'

const summaryWithElapsed = runSummarySchema.extend({ elapsed: z.number() })

describe('batchyard run', () => {
  it('exits with 0 when all files succeeded, and writes their digests', async () => {
    await using folder = await threeFiles()
    const end = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        './photos',
        '--workers',
        '2',
        '--csv',
        'out.csv',
        '--data-dir',
        'data',
      ],
      { folder: folder.path },
    )
    expect(end.errors).toContain('3 succeeded, 0 failed')
    expect(end.exitCode).toBe(0)
    expect(end.text).toBe('')
    expect(digestsOf(await readFile(folder.at('out.csv')))).toEqual(
      new Map([
        [folder.at('photos', 'a.jpg'), sha256('first')],
        [folder.at('photos', 'b b.jpg'), sha256('second')],
        [folder.at('photos', 'deep', 'empty.tif'), sha256('')],
      ]),
    )
    expect(await readdir(folder.at('data'))).toContain('batchyard.db')
  })

  it('keeps the input order with --mode imap, for every chunk size', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('in'))
    const names = Array.from({ length: 60 }, (_, index) => `${String(index).padStart(3, '0')}.bin`)
    for (const [index, name] of names.entries()) {
      await writeFile(folder.at('in', name), Buffer.alloc(index % 7 === 0 ? 300_000 : 10, index))
    }
    for (const chunkSize of ['auto', '1', '7', '100']) {
      const end = await command(
        ['run', '--task', 'checksum', '--input', 'in', '--mode', 'imap', '--chunk-size', chunkSize].concat([
          '--workers',
          '3',
          '--csv',
          '-',
          '--data-dir',
          'data',
        ]),
        { folder: folder.path },
      )
      expect(end.exitCode).toBe(0)
      expect(rowsOf(end.output).map((row) => basename(row['path'] ?? ''))).toEqual(names)
    }
  })

  it('says the same as sha256sum', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('in'))
    const names: string[] = []
    for (let index = 0; index < 40; index += 1) {
      const name = `${index}.bin`
      names.push(folder.at('in', name))
      await writeFile(folder.at('in', name), Buffer.alloc(index * 997, index))
    }
    const end = await command(
      ['run', '--task', 'checksum', '--input', 'in', '--csv', '-', '--data-dir', 'data'],
      {
        folder: folder.path,
      },
    )
    const digests = digestsOf(end.output)
    for (const name of names) expect(digests.get(name)).toBe(sha256(await readFile(name)))
    if (hasSha256sum()) {
      const lines = execFileSync('sha256sum', names, { encoding: 'utf8' }).trimEnd().split('\n').sort()
      const own = [...digests].map(([path, digest]) => `${digest}  ${path}`).sort()
      expect(own).toEqual(lines)
    }
  })

  it('does with other algorithms what --param asks for', async () => {
    await using folder = await threeFiles()
    for (const [algorithm, name] of [
      ['md5', 'md5'],
      ['sha1', 'sha1'],
      ['sha512', 'sha512'],
      ['blake2b', 'blake2b512'],
    ]) {
      const end = await command(
        [
          'run',
          '--task',
          'checksum',
          '--param',
          `algorithm=${algorithm}`,
          '--input',
          'photos/a.jpg',
          '--csv',
          '-',
        ].concat(['--columns', 'digest,path', '--data-dir', 'data', '--quiet']),
        { folder: folder.path },
      )
      const digest = createHash(name ?? '')
        .update('first')
        .digest('hex')
      expect(end.text).toBe(`digest,path\r\n${digest},${folder.at('photos', 'a.jpg')}\r\n`)
      expect(end.errors).toBe('')
    }
  })

  it('takes files, folders and patterns, each file once', async () => {
    await using folder = await threeFiles()
    await symlink(folder.at('photos', 'a.jpg'), folder.at('link.jpg'))
    const end = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        'photos/*.jpg',
        '--input',
        'photos',
        '--input',
        'photos/a.jpg',
      ].concat(['--data-dir', 'data', '--json', 'link.jpg']),
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(0)
    const summary = summaryWithElapsed.parse(JSON.parse(end.text))
    expect(summary.counts).toMatchObject({ total: 3, succeeded: 3, failed: 0, remaining: 0 })
    expect(summary.leftOut.duplicates).toBe(4)
    expect(end.errors).toContain('4 files were given twice and done once.')
  })

  it('takes a name that looks like a pattern for the file that bears it', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('a[1]'))
    await writeFile(folder.at('a[1]', 'x?.jpg'), 'x')
    await writeFile(folder.at('a[1]', 'xy.jpg'), 'y')
    const literal = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        'x?.jpg',
        '--csv',
        '-',
        '--columns',
        'path',
        '--data-dir',
        'data',
      ],
      { folder: folder.at('a[1]') },
    )
    expect(literal.text).toBe(`path\r\n${folder.at('a[1]', 'x?.jpg')}\r\n`)
    const pattern = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        'x*.jpg',
        '--csv',
        '-',
        '--columns',
        'path',
        '--data-dir',
        'data',
      ],
      { folder: folder.at('a[1]') },
    )
    expect(rowsOf(pattern.output)).toHaveLength(2)
  })

  it('reads a list from standard input, with names that end in NUL', async () => {
    await using folder = await temporaryFolder()
    const names = [
      'two\nlines',
      '-rf',
      ' leading and trailing ',
      `quote"'$(x)`,
      '=1+1',
      'emoji 🙂',
      '\u202Egnp.exe',
    ]
    for (const name of names) await writeFile(folder.at(name), name)
    await mkdir(folder.at('tmp'))
    const end = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input-list',
        '-',
        '--null',
        '--csv',
        '-',
        '--no-escape-formulas',
      ].concat(['--data-dir', 'data', '--mode', 'imap']),
      {
        folder: folder.path,
        input: names.map((name) => `${name}\0`).join(''),
        environment: { TMPDIR: folder.at('tmp') },
      },
    )
    expect(end.exitCode).toBe(0)
    expect([...digestsOf(end.output)]).toEqual(names.map((name) => [folder.at(name), sha256(name)]))
    expect(await readdir(folder.at('tmp'))).toEqual([])
  })

  it('reads a list from a file, a path a line, relative to the working folder', async () => {
    await using folder = await threeFiles()
    await mkdir(folder.at('lists'))
    await writeFile(folder.at('lists', 'list.txt'), 'photos/a.jpg\r\n\nphotos/b b.jpg\nphotos/gone.jpg\n')
    const end = await command(
      ['run', '--task', 'checksum', '--input-list', 'lists/list.txt', '--json', '--data-dir', 'data'],
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(1)
    expect(summaryWithElapsed.parse(JSON.parse(end.text)).counts).toMatchObject({ succeeded: 2, failed: 1 })
    expect(end.errors).toContain('gone.jpg')
  })

  it('works on a name that is not valid UTF-8', async () => {
    await using folder = await temporaryFolder()
    const name = Buffer.concat([Buffer.from(folder.at('caf')), Buffer.from([0xe9])])
    try {
      await writeFile(name, 'x')
    } catch {
      // This file system takes only UTF-8 names, so there can be no such input.
      return
    }
    const end = await command(
      ['run', '--task', 'checksum', '--input-list', '-', '--null', '--csv', '-', '--data-dir', 'data'].concat(
        ['--columns', 'path,path_hex,digest'],
      ),
      { folder: folder.path, input: Buffer.concat([name, Buffer.from([0])]) },
    )
    expect(rowsOf(end.output)).toEqual([
      { path: `${folder.at('caf')}\\xE9`, path_hex: name.toString('hex'), digest: sha256('x') },
    ])
  })

  it('works on a name that is not valid UTF-8 and stands on the command line, where the system tells it', async () => {
    await using folder = await temporaryFolder()
    const name = Buffer.concat([Buffer.from(folder.at('caf')), Buffer.from([0xe9])])
    try {
      await writeFile(name, 'x')
    } catch {
      // This file system takes only UTF-8 names, so there can be no such input.
      return
    }
    // Node passes arguments on as UTF-8 only: the shell puts the byte in.
    const script = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))
    const words = `run --task checksum --csv - --columns path_hex --quiet --data-dir data --input "$(printf 'caf\\351')"`
    const output = execFileSync('sh', ['-c', `"$0" "$1" ${words}`, process.execPath, script], {
      cwd: folder.path,
      encoding: 'utf8',
    })
    expect(output).toBe(`path_hex\r\n${name.toString('hex')}\r\n`)
  })

  it('prints nothing with --quiet, and plain lines where there is no terminal', async () => {
    await using folder = await threeFiles()
    const words = ['run', '--task', 'checksum', '--input', 'photos', '--data-dir', 'data']
    const quiet = await command([...words, '--quiet'], { folder: folder.path })
    expect([quiet.exitCode, quiet.text, quiet.errors]).toEqual([0, '', ''])
    const plain = await command(words, { folder: folder.path })
    expect(plain.errors).toMatch(
      /^Run 2 started: Checksum\.\nRun 2 finished in [\d.]+ s: 3 succeeded, 0 failed\.\n$/u,
    )
  })

  it('does not print control characters of a file name', async () => {
    await using folder = await threeFiles()
    const name = 'evil\u001B[2Jname\nx'
    const end = await command(
      ['run', '--task', 'checksum', '--input', name, '--input', 'photos', '--data-dir', 'data'],
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(1)
    expect(end.errors).not.toContain('\u001B')
    expect(end.errors).toContain('evil\\u{1B}[2Jname\\nx')
  })

  it('escapes formulas in the CSV and begins it with a mark for Excel where that is asked for', async () => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('=cmd'), '')
    const end = await command(
      ['run', '--task', 'checksum', '--input', '=cmd', '--bom', '--csv', 'o.csv', '--data-dir', 'data'],
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(0)
    expect((await readFile(folder.at('o.csv'))).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  })

  it('writes as much as a reader wants that leaves early, and ends quietly', async () => {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('in'))
    for (let index = 0; index < 3_000; index += 1) await writeFile(folder.at('in', `${index}`), '')
    const shell = [
      '"$0" "$1" run --task checksum --input in --data-dir data --quiet --csv - | head -n 1; ',
      'echo "${PIPESTATUS[0]}"',
    ]
    const script = new URL('../../electron/hosts/cli.ts', import.meta.url).pathname
    const output = execFileSync('bash', ['-c', shell.join(''), process.execPath, script], {
      cwd: folder.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(output).toMatch(/^seq,path,.*\r\n0\n$/u)
  })
})

function hasSha256sum(): boolean {
  try {
    execFileSync('sha256sum', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
