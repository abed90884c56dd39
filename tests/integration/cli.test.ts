import { createHash } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runSummarySchema } from '../../shared/model/run.ts'
import { command } from '../support/command.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const summaryWithElapsed = runSummarySchema.extend({ elapsed: z.number() })

/** A folder with a data folder and three small files in it. */
async function threeFiles(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await mkdir(folder.at('photos', 'deep'), { recursive: true })
  await writeFile(folder.at('photos', 'a.jpg'), 'first')
  await writeFile(folder.at('photos', 'b b.jpg'), 'second')
  await writeFile(folder.at('photos', 'deep', 'empty.tif'), '')
  return folder
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function rowsOf(csv: string | Buffer): Record<string, string>[] {
  return z.array(z.record(z.string(), z.string())).parse(parse(csv, { columns: true }))
}

/** The digest of each file by its path, as the CSV has it. */
function digestsOf(csv: string | Buffer): Map<string, string> {
  return new Map(rowsOf(csv).map((row) => [row['path'] ?? '', row['digest'] ?? '']))
}

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
    expect(summary.counts).toEqual({ total: 3, succeeded: 3, failed: 0, remaining: 0 })
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

describe('batchyard run: what goes wrong', () => {
  it('exits with 1 when some files failed, names them, and does the others', async () => {
    await using folder = await threeFiles()
    await symlink('loop-b', folder.at('loop-a'))
    await symlink('loop-a', folder.at('loop-b'))
    execFileSync('mkfifo', [folder.at('photos', 'fifo')])
    const end = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        'photos',
        '--input',
        'gone',
        '--input',
        'loop-a',
        '--csv',
        'o.csv',
      ].concat(['--data-dir', 'data', '--columns', 'path,status,error_code']),
      { folder: folder.path },
    )
    expect(end.exitCode).toBe(1)
    expect(end.errors).toContain('3 succeeded, 3 failed')
    const codes = new Map(
      rowsOf(await readFile(folder.at('o.csv'))).map((row) => [
        basename(row['path'] ?? ''),
        row['error_code'],
      ]),
    )
    expect(codes.get('fifo')).toBe('NOT_A_FILE')
    expect(codes.get('gone')).toBe('NOT_FOUND')
    expect(codes.get('loop-a')).toBe('LINK_LOOP')
    expect(codes.get('a.jpg')).toBe('')
  })

  it('makes a failed row of a folder and a file that may not be read', async () => {
    await using folder = await threeFiles()
    await mkdir(folder.at('photos', 'locked'))
    await writeFile(folder.at('photos', 'secret'), 'x')
    await chmod(folder.at('photos', 'locked'), 0o000)
    await chmod(folder.at('photos', 'secret'), 0o000)
    await mkdir(folder.at('data'))
    await chmod(folder.at('data'), 0o777)
    await chmod(folder.path, 0o755)
    const end = await command(
      [
        'run',
        '--task',
        'checksum',
        '--input',
        folder.at('photos'),
        '--data-dir',
        folder.at('data'),
        '--csv',
        '-',
      ],
      // Root reads everything, so that it has to be somebody else.
      process.getuid?.() === 0 ? { userId: 65_534 } : {},
    )
    await chmod(folder.at('photos', 'locked'), 0o700)
    expect(end.errors).toContain('3 succeeded, 2 failed')
    expect(end.exitCode).toBe(1)
    const failed = rowsOf(end.output).filter((row) => row['status'] === 'failed')
    expect(failed.map((row) => [basename(row['path'] ?? ''), row['error_code']]).sort()).toEqual([
      ['locked', 'PERMISSION_DENIED'],
      ['secret', 'PERMISSION_DENIED'],
    ])
  })

  it.each([
    [['run', '--input', 'x'], '--task is needed'],
    [['run', '--task', 'checksum'], 'an input is needed'],
    [['run', '--task', 'nonsense', '--input', 'x'], 'checksum'],
    [['run', '--task', 'checksum', '--input', 'x', '--workers', '0'], 'whole number from 1 to 256'],
    [['run', '--task', 'checksum', '--input', 'x', '--workers', '2.5'], 'whole number from 1 to 256'],
    [['run', '--task', 'checksum', '--input', 'x', '--workers', '257'], 'whole number from 1 to 256'],
    [['run', '--task', 'checksum', '--input', 'x', '--chunk-size', '-3'], 'auto or a whole number from 1'],
    [['run', '--task', 'checksum', '--input', 'x', '--chunk-size', '0'], 'auto or a whole number from 1'],
    [['run', '--task', 'checksum', '--input', 'x', '--chunk-size', '1e3'], 'auto or a whole number from 1'],
    [['run', '--task', 'checksum', '--input', 'x', '--mode', 'map'], 'imap, imap-unordered'],
    [['run', '--task', 'checksum', '--input', 'x', '--param', 'algorithm'], 'name=value'],
    [['run', '--task', 'checksum', '--input', 'x', '--param', 'algorithm=crc'], 'sha256'],
    [['run', '--task', 'checksum', '--input', 'x', '--param', 'colour=red'], 'colour'],
    [
      ['run', '--task', 'checksum', '--input', 'x', '--csv', 'o', '--columns', 'path,nope'],
      'there is no column nope',
    ],
    [['run', '--task', 'checksum', '--input', 'x', '--columns', 'path'], 'needs --csv'],
    [['run', '--task', 'checksum', '--input', 'x', '--null'], '--input-list'],
    [['run', '--task', 'checksum', '--input', 'x', '--csv', '-', '--json'], 'standard output'],
    [['run', '--task', 'checksum', '--input', 'x', '--csv', 'no/such/folder/o.csv'], 'does not exist'],
    [['run', '--task', 'checksum', '--input', 'x', '--csv', '.'], 'this is a folder'],
    [['run', '--task', 'checksum', '--input', 'x', '--csv', 'x'], 'is an input'],
    [['run', '--task', 'checksum', '--input'], 'argument missing'],
    [['run', '--nonsense'], "unknown option '--nonsense'"],
    [['nonsense'], "unknown command 'nonsense'"],
    [['export', 'x', '--csv', 'o'], 'number of a run'],
    [['export', '1'], '--csv FILE is needed'],
    [['runs', '--limit', '0'], 'from 1 upwards'],
    [['serve', '--port', '70000'], '1 to 65535'],
    [[], 'Usage: batchyard'],
  ])('exits with 2 and says what was expected: %j', async (words, message) => {
    await using folder = await temporaryFolder()
    await writeFile(folder.at('x'), '')
    const end = await command(words, {
      folder: folder.path,
      environment: { BATCHYARD_DATA_DIR: folder.at('data') },
    })
    expect(end.errors).toContain(message)
    expect(end.exitCode).toBe(2)
    expect(end.text).toBe('')
    expect(end.errors).not.toMatch(/\n\s+at /u)
  })

  it.each([
    ['an input that does not exist', ['--input', 'gone'], 'gone'],
    ['an empty folder', ['--input', 'empty'], 'No file matched'],
    ['a pattern that matches nothing', ['--input', 'photos/*.raw'], 'No file matched'],
    ['a list that does not exist', ['--input-list', 'gone.txt'], 'does not exist'],
    ['a list that is a folder', ['--input-list', 'photos'], 'this is a folder'],
    ['an empty list', ['--input-list', '-'], 'No file matched'],
  ])('exits with 3 for %s', async (_, words, message) => {
    await using folder = await threeFiles()
    await mkdir(folder.at('empty'))
    const end = await command(['run', '--task', 'checksum', '--data-dir', 'data', ...words], {
      folder: folder.path,
    })
    expect(end.errors).toContain(message)
    expect(end.exitCode).toBe(3)
    expect(end.errors).not.toMatch(/\n\s+at /u)
  })

  it('exits with 3 for a database that is not one, and leaves it as it is', async () => {
    await using folder = await threeFiles()
    await mkdir(folder.at('data'))
    await writeFile(
      folder.at('data', 'batchyard.db'),
      'this is not a database, whatever its name says'.repeat(100),
    )
    const before = await readFile(folder.at('data', 'batchyard.db'))
    for (const words of [
      ['run', '--task', 'checksum', '--input', 'photos'],
      ['runs'],
      ['export', '1', '--csv', '-'],
    ]) {
      const end = await command([...words, '--data-dir', 'data'], { folder: folder.path })
      expect(end.errors).toMatch(/^batchyard: .*batchyard\.db/u)
      expect(end.errors.trimEnd().split('\n')).toHaveLength(1)
      expect(end.exitCode).toBe(3)
    }
    expect(await readFile(folder.at('data', 'batchyard.db'))).toEqual(before)
  })

  it('exits with 3 for a database of a newer version, and leaves it as it is', async () => {
    await using folder = await threeFiles()
    await command(['runs', '--data-dir', 'data'], { folder: folder.path })
    const database = new Database(folder.at('data', 'batchyard.db'))
    database.pragma('user_version = 999999')
    database.close()
    const before = await readFile(folder.at('data', 'batchyard.db'))
    const end = await command(['run', '--task', 'checksum', '--input', 'photos', '--data-dir', 'data'], {
      folder: folder.path,
    })
    expect(end.errors).toMatch(/^batchyard: .*newer.*\n$/u)
    expect(end.exitCode).toBe(3)
    expect(await readFile(folder.at('data', 'batchyard.db'))).toEqual(before)
  })

  it('exits with 3 when the results cannot be written, and says how to write them again', async () => {
    // A device that is always full, which Linux has.
    if (!existsSync('/dev/full')) return
    await using folder = await threeFiles()
    const words = ['run', '--task', 'checksum', '--input', 'photos', '--data-dir', 'data', '--quiet']
    const toFile = await command([...words, '--csv', '/dev/full'], { folder: folder.path })
    expect(toFile.errors).toContain('the disk is full')
    expect(toFile.errors).toContain('batchyard export 1 --csv FILE')
    expect(toFile.exitCode).toBe(3)
    for (const last of [['--csv', '-'], ['--json']]) {
      const shell = `exec "$0" "$@" > /dev/full`
      const script = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))
      const end = spawnSync('sh', ['-c', shell, process.execPath, script, ...words, ...last], {
        cwd: folder.path,
        encoding: 'utf8',
      })
      expect(end.stderr).toMatch(/^batchyard: /u)
      expect(end.stderr).not.toMatch(/\n\s+at /u)
      expect(end.status).toBe(3)
    }
  })

  it('exits with 3 when the data folder is a file', async () => {
    await using folder = await threeFiles()
    const end = await command(['runs', '--data-dir', 'photos/a.jpg'], { folder: folder.path })
    expect(end.errors).toContain('a.jpg')
    expect(end.exitCode).toBe(3)
  })
})

describe('batchyard runs and export', () => {
  it('list the history newest first, and export a past run', async () => {
    await using folder = await threeFiles()
    const options = { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } }
    expect((await command(['runs', '--json'], options)).text).toBe('[]\n')
    expect((await command(['runs'], options)).text).toBe('There are no runs yet.\n')

    await command(
      ['run', '--task', 'checksum', '--input', 'photos', '--name', 'First', '--mode', 'imap'],
      options,
    )
    await command(['run', '--task', 'checksum', '--input', 'photos', '--input', 'gone'], options)

    const listed = await command(['runs', '--json'], options)
    const runs = z.array(runSummarySchema).parse(JSON.parse(listed.text))
    expect(runs.map((run) => [run.id, run.state, run.name])).toEqual([
      [2, 'finished', 'Checksum'],
      [1, 'finished', 'First'],
    ])
    expect(runs[0]?.counts).toEqual({ total: 4, succeeded: 3, failed: 1, remaining: 0 })

    const table = await command(['runs', '--limit', '1'], options)
    expect(
      table.text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/u).slice(0, 3)),
    ).toEqual([
      ['RUN', 'STATE', 'STARTED'],
      ['', '2', 'finished'],
    ])

    const exported = await command(['export', '1', '--csv', 'again.csv', '--columns', 'seq,digest'], options)
    expect(exported.exitCode).toBe(0)
    expect(exported.errors).toBe('Results of run 1: 3 rows in again.csv\n')
    expect(rowsOf(await readFile(folder.at('again.csv')))).toEqual([
      { seq: '1', digest: sha256('first') },
      { seq: '2', digest: sha256('second') },
      { seq: '3', digest: sha256('') },
    ])
    const latest = await command(['export', 'latest', '--csv', '-', '--columns', 'status'], options)
    expect(latest.text.split('\r\n').sort()).toEqual([
      '',
      'failed',
      'status',
      'succeeded',
      'succeeded',
      'succeeded',
    ])
  })

  it('say which run or column there is not', async () => {
    await using folder = await threeFiles()
    const options = { folder: folder.path, environment: { BATCHYARD_DATA_DIR: folder.at('data') } }
    const none = await command(['export', 'latest', '--csv', '-'], options)
    expect([none.exitCode, none.errors]).toEqual([
      3,
      'batchyard: there are no runs yet, so there is nothing to export.\n',
    ])
    await command(['run', '--task', 'checksum', '--input', 'photos'], options)
    const run = await command(['export', '7', '--csv', 'o.csv'], options)
    expect([run.exitCode, run.errors]).toEqual([3, 'batchyard: There is no run 7.\n'])
    const column = await command(['export', '1', '--csv', 'o.csv', '--columns', 'nope'], options)
    expect(column.exitCode).toBe(2)
    expect(await readdir(folder.path)).not.toContain('o.csv')
  })
})

describe('batchyard', () => {
  it('has help, with the exit codes, and a version', async () => {
    const help = await command(['--help'])
    expect([help.exitCode, help.errors]).toEqual([0, ''])
    for (const name of ['run', 'runs', 'export', 'serve']) expect(help.text).toContain(`  ${name} `)
    const runHelp = await command(['run', '--help'])
    expect(runHelp.exitCode).toBe(0)
    expect(runHelp.text).toContain('130  cancelled by Ctrl-C')
    const version = await command(['--version'])
    expect([version.exitCode, version.text]).toEqual([0, '0.1.0\n'])
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
