import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Peak memory of the whole engine, with its threads, for runs of growing size: it must not grow with them.
// Usage: node bench/memory.ts [count …]   (default: 1000 100000 1000000)

const filesInFolder = 1_000
const cli = fileURLToPath(new URL('../electron/hosts/cli.ts', import.meta.url))
const hook = new URL('./peak-memory-hook.ts', import.meta.url).href

function makeFiles(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const inside = join(folder, String(Math.floor(index / filesInFolder)).padStart(5, '0'))
    if (index % filesInFolder === 0) mkdirSync(inside, { recursive: true })
    writeFileSync(join(inside, `file-${String(index).padStart(7, '0')}.txt`), `content ${index}`)
  }
}

async function measure(
  input: string,
  mode: string,
  scratch: string,
): Promise<{ peak: number; seconds: number; database: number }> {
  const memoryFile = join(scratch, 'memory')
  const dataDirectory = join(scratch, `data-${mode}`)
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [
      // As `npm run batchyard` does it.
      '--max-semi-space-size=4',
      '--import',
      hook,
      cli,
      'run',
      '--task',
      'checksum',
      '--input',
      input,
      '--mode',
      mode,
      '--workers',
      '2',
      '--quiet',
      '--data-dir',
      dataDirectory,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, BATCHYARD_BENCH_MEMORY_FILE: memoryFile },
    },
  )
  await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`the run over ${input} ended with ${String(child.exitCode)}`)
  const seconds = (performance.now() - began) / 1_000
  const peak = Number(readFileSync(memoryFile, 'utf8')) / 1_024
  const database = statSync(join(dataDirectory, 'batchyard.db')).size / 1_048_576
  rmSync(dataDirectory, { recursive: true, force: true })
  return { peak, seconds, database }
}

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 100_000, 1_000_000]
console.log('files      mode            peak MiB   seconds   files/s   database MiB')
for (const count of counts) {
  const scratch = mkdtempSync(join(tmpdir(), 'batchyard-memory-'))
  try {
    const input = join(scratch, 'input')
    makeFiles(input, count)
    for (const mode of ['imap-unordered', 'imap']) {
      const { peak, seconds, database } = await measure(input, mode, scratch)
      console.log(
        `${String(count).padEnd(10)} ${mode.padEnd(15)} ${peak.toFixed(0).padStart(8)} ${seconds.toFixed(1).padStart(9)} ${(count / seconds).toFixed(0).padStart(9)} ${database.toFixed(1).padStart(14)}`,
      )
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
