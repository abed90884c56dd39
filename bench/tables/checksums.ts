import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { compare, type Comparison, type Contender, type LeftOut } from '../compare.ts'
import { runContender, runProgram, runPython, shellContender, whereInstalled } from '../programs.ts'
import { leftOutText, markdownTable, plain, ratioText, spreadText } from '../report.ts'
import type { Figures } from '../statistics.ts'
import type { HashedFiles } from './files.ts'
import { engineOptions, type Setting } from './setting.ts'

/** A time limit that is looked at and never reached. Milliseconds. */
const unreachedTimeout = 600_000

/** The contenders of these tables that goals speak of. */
export const checksumNames = {
  pool: 'Batchyard, pool alone',
  poolLimited: 'Batchyard, pool alone, time limit',
  run: 'Batchyard, whole run',
  coldRun: 'Batchyard, whole run, the first of its engine',
  limit: 'limit: the same bytes in memory, crypto.hash on 2 threads',
  openssl: 'xargs -P2 -n1000 openssl dgst',
  threadPool1: 'Python ThreadPool, chunk 1',
  threadPool50: 'Python ThreadPool, chunk 50',
  threadPoolSqlite1: 'Python ThreadPool, chunk 1, into SQLite',
  threadPoolSqlite50: 'Python ThreadPool, chunk 50, into SQLite',
} as const

/** What is used of what `batchyard run --json` prints. */
const summarySchema = z.object({ counts: z.object({ succeeded: z.number() }) })

/** Measures ways of computing the SHA-256 of files that are in the page cache. */
export function compareChecksums(files: HashedFiles, setting: Setting): Comparison {
  const contenders = [...ownContenders(files, setting.scratch), limitContender(files)]
  const missing: LeftOut[] = []
  function add(command: string, made: readonly Contender[]): void {
    const found = whereInstalled(command, made)
    contenders.push(...found.contenders)
    missing.push(...found.missing)
  }
  add('openssl', [shell(checksumNames.openssl, 'xargs -0 -P2 -n1000 openssl dgst -sha256', files)])
  add('sha256sum', [shell('xargs -P2 -n1000 sha256sum', 'xargs -0 -P2 -n1000 sha256sum', files)])
  add('parallel', [
    shell('parallel -j2 -X openssl dgst', 'parallel --will-cite -0 -j2 -X openssl dgst -sha256', files),
    shell('parallel -j2 -X sha256sum', 'parallel --will-cite -0 -j2 -X sha256sum', files),
  ])
  add('python3', pythonContenders(files, setting.scratch))
  setting.tell(`SHA-256 of ${files.count} files: ${contenders.length} contenders`)
  return compare(contenders, missing, setting.rounds, setting.tell)
}

/** The table in Markdown. */
export function checksumsText(title: string, files: HashedFiles, comparison: Comparison): string {
  const rows = comparison.names.map((name) => {
    const speed = comparison.spread(name, 'perSecond')
    const megabytes = ((speed?.median ?? Number.NaN) * files.bytes) / files.count / 1e6
    const ratio = comparison.ratio(checksumNames.pool, name, 'perSecond')
    return [
      name,
      spreadText(speed, (value) => Math.round(value).toLocaleString('en')),
      plain(megabytes),
      name === checksumNames.pool ? '' : ratioText(ratio),
    ]
  })
  return `## SHA-256 of ${title}

Files in the page cache, two at a time. Pools and engines, and Python's, have hashed them over and over before their clock starts.
*Whole run* is the time from the start of the run to its end as the run itself tells it, with the threads of the built app:
workers start, files are found, written to the database, hashed, and the results committed. *With its start* adds the
start of the program, which strips types from all sources, and the opening of a new database.

${markdownTable(['contender', 'files a second', 'MB/s', 'Batchyard’s pool ÷ this'], rows)}
${leftOutText(comparison)}`
}

function ownContenders({ folder, list, count }: HashedFiles, scratch: string): Contender[] {
  const pool = (name: string, options: Readonly<Record<string, string | number>>): Contender => ({
    name,
    measure: () => runContender('pool-checksums.ts', { list, ...options }),
  })
  const run = (name: string, options: Readonly<Record<string, string>>): Contender => ({
    name,
    measure: () => runContender('run-checksums.ts', { folder, scratch, ...options }, engineOptions),
  })
  return [
    pool(checksumNames.pool, { kind: 'thread' }),
    pool(checksumNames.poolLimited, { kind: 'thread', timeout: unreachedTimeout }),
    pool('Batchyard, pool of processes alone', { kind: 'process' }),
    run(checksumNames.run, {}),
    run(checksumNames.coldRun, { cold: 'yes' }),
    {
      name: 'batchyard run, from source, with its start',
      measure: () => wholeCommand(folder, count, scratch),
    },
  ]
}

/** The command line from its start to its end, with a new database. */
function wholeCommand(folder: string, count: number, scratch: string): Figures {
  const cli = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))
  const dataDirectory = join(scratch, 'data')
  const words = ['run', '--task', 'checksum', '--input', folder, '--workers', '2', '--quiet', '--json']
  try {
    const began = performance.now()
    const printed = runProgram(process.execPath, [
      ...engineOptions,
      cli,
      ...words,
      '--data-dir',
      dataDirectory,
    ])
    const elapsed = performance.now() - began
    const { counts } = summarySchema.parse(JSON.parse(printed))
    if (counts.succeeded !== count) throw new Error(`${counts.succeeded} of ${count} files were hashed`)
    return { perSecond: (count * 1_000) / elapsed }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

function limitContender({ count, bytes }: HashedFiles): Contender {
  const each = Math.round(bytes / count)
  return {
    name: checksumNames.limit,
    measure: () => runContender('hash-limit.ts', { items: count, bytes: each }),
  }
}

function shell(name: string, command: string, { list, count }: HashedFiles): Contender {
  return shellContender(name, `${command} < "$1" > /dev/null`, list, count)
}

function pythonContenders({ list }: HashedFiles, scratch: string): Contender[] {
  const database = join(scratch, 'python.db')
  const plainly = (name: string, chunk: number): Contender => ({
    name,
    measure: () => runPython('python_checksums.py', { list, chunk }),
  })
  const intoSqlite = (name: string, chunk: number): Contender => ({
    name,
    measure() {
      try {
        return runPython('python_checksums.py', { list, chunk, database })
      } finally {
        for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true })
      }
    },
  })
  return [
    plainly(checksumNames.threadPool1, 1),
    plainly(checksumNames.threadPool50, 50),
    intoSqlite(checksumNames.threadPoolSqlite1, 1),
    intoSqlite(checksumNames.threadPoolSqlite50, 50),
  ]
}
