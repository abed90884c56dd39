import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobInput } from '../../shared/model/job.ts'
import { pngBomb } from '../../electron/engine/tasks/fixtures/png-bomb.ts'
import { rowsOf } from '../support/batch.ts'
import { command } from '../support/command.ts'
import { treeState } from '../support/file-tree.ts'
import { localEngine, runEnd, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

// Files that are not what they say, or too much: each fails with its own error, its neighbours are done, and nothing of it
// is left. Whole runs, with the engine and the workers of the product.

let home: TemporaryFolder
let local: LocalEngine
beforeAll(async () => {
  home = await temporaryFolder()
  local = await localEngine(home.at('data'))
})
afterAll(async () => {
  await local[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

/** Each item of a run over a folder: its name, and its error's code, or null where it has none. */
async function outcomes(
  folder: TemporaryFolder,
  task: JobInput['task'],
  more: Partial<JobInput> = {},
): Promise<Readonly<Record<string, string | null>>> {
  const { runId } = await local.client.runs.start({
    inputs: [{ kind: 'path', path: folder.at('in') }],
    execution: { workers: 2 },
    task,
    ...more,
  })
  const { run } = await runEnd(local.client, runId)
  expect(run.state).toBe('finished')
  const { rows } = await local.client.runs.results({ runId, limit: 1_000 })
  for (const { error, path } of rows) {
    if (error === null) continue
    // A person can tell which file it is, and reads one sentence and no trace of the program.
    expect(error.message.length).toBeGreaterThan(20)
    expect(error.message).not.toMatch(/\n\s+at |undefined|\[object/u)
    expect(path).toContain('/in/')
  }
  return Object.fromEntries(rows.map(({ path, error }) => [basename(path), error?.code ?? null]))
}

/** The names of what the run made, hidden ones too. */
async function made(folder: TemporaryFolder): Promise<string[]> {
  return (await readdir(folder.at('out'))).toSorted()
}

async function write(
  folder: TemporaryFolder,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  await mkdir(folder.at('in'))
  await mkdir(folder.at('out'))
  for (const [name, content] of Object.entries(files)) await writeFile(folder.at('in', name), content)
}

function into(folder: TemporaryFolder): Pick<JobInput, 'output'> {
  return { output: { place: { kind: 'folder', path: folder.at('out') } } }
}

/** A PNG whose head says that it is as large as can be, and that has no more than its head. */
function lyingPng(small: Buffer): Buffer {
  const lying = Buffer.from(small)
  lying.writeUInt32BE(0x7fff_ffff, 16)
  lying.writeUInt32BE(0x7fff_ffff, 20)
  return lying
}

describe('a run over bad files', { timeout: 300_000 }, () => {
  it('of images: cut off, of another kind, lying about their size, far too large when unpacked', async () => {
    await using folder = await temporaryFolder()
    const image = sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
    const noise = randomBytes(300 * 200 * 3)
    const jpeg = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
      .jpeg()
      .toBuffer()
    const png = await image.png().toBuffer()
    await write(folder, {
      'bomb.png': pngBomb(60_000, 60_000),
      'cut.jpg': jpeg.subarray(0, jpeg.length / 3),
      'empty.png': '',
      'good.jpg': jpeg,
      'lying.png': lyingPng(png),
      'text.jpg': 'no image at all',
    })
    const task = { type: 'convert-image', parameters: { format: 'webp' } }
    const { 'lying.png': lying, ...others } = await outcomes(folder, task, into(folder))
    expect(lying).toMatch(/^(INVALID_CONTENT|TOO_LARGE)$/u)
    expect(others).toEqual({
      'bomb.png': 'TOO_LARGE',
      'cut.jpg': 'INVALID_CONTENT',
      'empty.png': 'INVALID_CONTENT',
      'good.jpg': null,
      'text.jpg': 'INVALID_CONTENT',
    })
    expect(await made(folder)).toEqual(['good.webp'])
  })

  it('of archives: bombs, cut off, of another kind', async () => {
    await using folder = await temporaryFolder()
    const packed = gzipSync('content '.repeat(10_000))
    await write(folder, {
      'bomb.gz': gzipSync(Buffer.alloc(80_000_000), { level: 9 }),
      'cut.gz': packed.subarray(0, packed.length - 9),
      'good.gz': packed,
      'text.gz': 'no archive at all',
    })
    const task = { type: 'decompress', parameters: { largestRatio: 100 } }
    expect(await outcomes(folder, task, into(folder))).toEqual({
      'bomb.gz': 'TOO_LARGE',
      'cut.gz': 'INVALID_CONTENT',
      'good.gz': null,
      'text.gz': 'INVALID_CONTENT',
    })
    expect(await made(folder)).toEqual(['good'])
  })

  it.runIf(process.platform === 'linux')('of text: one line of 2 GB', async () => {
    await using folder = await temporaryFolder()
    await write(folder, { 'good.csv': 'a,b\n1,2\n' })
    const line = folder.at('in', 'line.csv')
    await writeFile(line, 'a,b\n"')
    // What was never written takes no room on the disk.
    await truncate(line, 2_200_000_000)
    const parses = [
      { type: 'csv-to-jsonl' },
      { type: 'pick-columns', parameters: { columns: 'a' } },
      { type: 'validate' },
    ]
    for (const task of parses) {
      const more = task.type === 'validate' ? {} : into(folder)
      const { 'line.csv': code, ...others } = await outcomes(folder, task, more)
      expect(others, task.type).toEqual({ 'good.csv': null })
      expect(['TOO_LARGE', 'INVALID_CONTENT'], task.type).toContain(code)
    }
    expect(await outcomes(folder, { type: 'checksum' })).toEqual({ 'good.csv': null, 'line.csv': null })
    expect((await made(folder)).filter((name) => !name.startsWith('good'))).toEqual([])
  })

  it.runIf(process.platform !== 'win32')('of which one grows while it is read', async () => {
    await using folder = await temporaryFolder()
    await write(folder, { good: 'good', growing: 'x'.repeat(1_000_000) })
    const growing = folder.at('in', 'growing')
    // It stops by itself when the folder goes.
    const writer = spawn('sh', ['-c', 'while [ -e "$0" ]; do echo "one more line" >> "$0"; done', growing])
    const before = (await stat(growing)).size
    while ((await stat(growing)).size === before) await new Promise(setImmediate)
    expect(await outcomes(folder, { type: 'checksum' })).toEqual({ good: null, growing: null })
    writer.kill('SIGKILL')
    await once(writer, 'close')
    // What was read of a file that changed meanwhile is no result for later.
    const again = await local.client.runs.start({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'checksum' },
      execution: { skipDone: true },
    })
    const { run } = await runEnd(local.client, again.runId)
    expect(run.counts).toMatchObject({ succeeded: 1, alreadyDone: 1 })
    const { rows } = await local.client.runs.results({ runId: again.runId, limit: 10 })
    const digest = createHash('sha256')
      .update(await readFile(growing))
      .digest('hex')
    expect(rows.find(({ path }) => path === growing)?.values[0]).toBe(digest)
  })

  it.runIf(process.platform !== 'win32')(
    'fails each item where the output folder takes nothing',
    async () => {
      await using folder = await temporaryFolder()
      await write(folder, { a: 'a', b: 'b' })
      await mkdir(folder.at('data'))
      await chmod(folder.path, 0o755)
      await chmod(folder.at('data'), 0o777)
      await chmod(folder.at('out'), 0o555)
      const before = await treeState(folder.at('in'))
      const job = ['--task', 'copy', '--input', folder.at('in'), '--output-dir', folder.at('out')]
      const end = await command(
        ['run', ...job, '--data-dir', folder.at('data'), '--csv', '-'],
        // Root may write everywhere.
        process.getuid?.() === 0 ? { userId: 65_534 } : {},
      )
      expect(end.exitCode).toBe(1)
      expect(end.errors).toContain('0 succeeded, 2 failed')
      for (const row of rowsOf(end.output)) {
        expect(row['error_code']).toMatch(/^(PERMISSION_DENIED|WRITE_FAILED)$/u)
        expect(row['error_message']).toContain(folder.at('out'))
      }
      await chmod(folder.at('out'), 0o755)
      expect(await made(folder)).toEqual([])
      expect(await treeState(folder.at('in'))).toEqual(before)
    },
  )
})
