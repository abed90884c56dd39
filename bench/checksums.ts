import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled, reportedSpeed, runProgram, type Contender } from './compare.ts'

/** Files to hash, and the list of their paths, each ended by NUL. */
export interface HashedFiles {
  readonly folder: string
  readonly list: string
  readonly count: number
  readonly bytes: number
}

const filesInFolder = 500

/** Makes files of sizes spread evenly between two bounds, with content that repeats nowhere near. */
export function makeFiles(
  root: string,
  name: string,
  count: number,
  smallest: number,
  largest: number,
): HashedFiles {
  const folder = join(root, name)
  const noise = Buffer.alloc(largest + count)
  for (let index = 0; index < noise.length; index += 1) noise[index] = (index * 2_654_435_761) >>> 13
  const paths: string[] = []
  let bytes = 0
  for (let index = 0; index < count; index += 1) {
    const inside = join(folder, String(Math.floor(index / filesInFolder)).padStart(4, '0'))
    if (index % filesInFolder === 0) mkdirSync(inside, { recursive: true })
    const size = smallest + Math.floor(((largest - smallest) * ((index * 7_919) % count)) / count)
    const path = join(inside, `file-${String(index).padStart(6, '0')}.bin`)
    writeFileSync(path, noise.subarray(index, index + size))
    paths.push(path)
    bytes += size
  }
  const list = `${folder}.list`
  writeFileSync(list, paths.map((path) => `${path}\0`).join(''))
  return { folder, list, count, bytes }
}

/** Ways of computing the SHA-256 of files that are in the page cache. */
export function checksumContenders(files: HashedFiles, scratch: string): Contender[] {
  function timed(run: () => void): number {
    const began = performance.now()
    run()
    return (files.count * 1_000) / (performance.now() - began)
  }
  function shell(command: string): () => number {
    return () => timed(() => runProgram('/bin/sh', ['-c', `${command} < "$1" > /dev/null`, 'sh', files.list]))
  }
  const contender = fileURLToPath(new URL('./contenders/checksum-contender.ts', import.meta.url))
  const cli = fileURLToPath(new URL('../electron/hosts/cli.ts', import.meta.url))
  const python = fileURLToPath(new URL('./contenders/threadpool.py', import.meta.url))
  const dataDirectory = join(scratch, 'data')
  const contenders: Contender[] = [
    {
      name: 'Batchyard, pool alone',
      run: () => reportedSpeed(process.execPath, [contender, `--list=${files.list}`]),
    },
    {
      name: 'Batchyard, whole run with its start',
      run() {
        const words = [
          'run',
          '--task',
          'checksum',
          '--input',
          files.folder,
          '--workers',
          '2',
          '--quiet',
          '--data-dir',
          dataDirectory,
        ]
        const speed = timed(() => runProgram(process.execPath, [cli, ...words]))
        rmSync(dataDirectory, { recursive: true, force: true })
        return speed
      },
    },
    { name: 'xargs -P2 -n1000 sha256sum', run: shell('xargs -0 -P2 -n1000 sha256sum') },
  ]
  if (isInstalled('openssl')) {
    contenders.push({
      name: 'xargs -P2 -n1000 openssl dgst',
      run: shell('xargs -0 -P2 -n1000 openssl dgst -sha256'),
    })
  }
  if (isInstalled('python3')) {
    for (const chunk of [1, 50]) {
      contenders.push({
        name: `Python ThreadPool, chunk ${chunk}`,
        run: () => reportedSpeed('python3', [python, 'checksum', String(chunk), 'unordered', files.list]),
      })
    }
  }
  return contenders
}
