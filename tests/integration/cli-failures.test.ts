import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { command } from '../support/command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { rowsOf, threeFiles } from '../support/batch.ts'

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
