import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { longestPreviewSide, longestPreviewText, type Preview } from '../../shared/contract/preview.ts'
import type { JobInput } from '../../shared/model/job.ts'
import { asOrdinaryUser } from '../../electron/engine/inputs/fixtures/temporary-tree.ts'
import { fromPathBytes, toPathBytes } from '../../electron/engine/path-bytes.ts'
import { Previews } from '../../electron/engine/previews/previews.ts'
import { pngBomb } from '../../electron/engine/tasks/fixtures/png-bomb.ts'
import { quietContext } from '../../electron/engine/tasks/fixtures/try-task.ts'
import { previewFile } from '../../electron/engine/tasks/preview/preview-file.ts'
import { localEngine, runEnd, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

interface Batch extends AsyncDisposable {
  readonly folder: TemporaryFolder
  readonly local: LocalEngine
  /** Starts a run over everything in the folder `in`, and waits for its end. */
  run(task?: JobInput['task'], output?: JobInput['output']): Promise<number>
  /** What an item looks like, by its name. */
  look(runId: number, name: string, side?: 'input' | 'output'): Promise<Preview>
}

async function batch(): Promise<Batch> {
  const folder = await temporaryFolder()
  mkdirSync(folder.at('in'))
  const local = await localEngine(folder.at('data'))
  const { client } = local
  return {
    folder,
    local,
    async run(task = { type: 'checksum' }, output = {}) {
      const { runId } = await client.runs.start({
        ...{ inputs: [{ kind: 'path', path: folder.at('in') }], task, output },
        execution: { workers: 1 },
      })
      await runEnd(client, runId)
      return runId
    },
    async look(runId, name, side = 'input') {
      const { rows } = await client.runs.results({ runId, limit: 1_000 })
      const seq = rows.find(({ path }) => path.endsWith(name))?.seq
      if (seq === undefined) throw new Error(`the run has no ${name}`)
      return await client.runs.preview({ runId, seq, side })
    },
    async [Symbol.asyncDispose]() {
      await local[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

function picture(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
}

describe('the preview of an item', () => {
  it('shows images upright and small, text by its beginning, and says what anything else is', async () => {
    await using at = await batch()
    const inside = (name: string): string => at.folder.at('in', name)
    writeFileSync(
      inside('photo.jpg'),
      await picture(2_000, 1_000).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    )
    writeFileSync(inside('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>')
    writeFileSync(inside('notes.txt'), 'Grüße\u0007\n'.repeat(4_000))
    writeFileSync(inside('old.txt'), Buffer.from('Caf\xe9 \xfcber', 'latin1'))
    writeFileSync(inside('wide.txt'), Buffer.from('\uFEFFHi\n', 'utf16le'))
    writeFileSync(inside('empty'), '')
    writeFileSync(inside('paper.pdf'), '%PDF-1.7\n%\xE2\xE3\xCF\xD3\n')
    writeFileSync(inside('noise.bin'), Buffer.from([1, 2, 3, 0, 255, 254]))
    const run = await at.run()

    const photo = await at.look(run, 'photo.jpg')
    expect(photo).toMatchObject({ kind: 'image', type: 'jpg', width: 1_000, height: 2_000, isChanged: false })
    const shown = photo.kind === 'image' ? Buffer.from(photo.picture, 'base64') : null
    expect(await sharp(shown ?? undefined).metadata()).toMatchObject({
      format: 'webp',
      width: longestPreviewSide / 2,
      height: longestPreviewSide,
    })
    expect(await at.look(run, 'drawing.svg')).toMatchObject({ kind: 'image', type: 'svg', width: 30 })
    const notes = await at.look(run, 'notes.txt')
    expect(notes).toMatchObject({ kind: 'text', encoding: 'utf-8', isWhole: false })
    const text = notes.kind === 'text' ? notes.text : ''
    expect(text.startsWith('Grüße\u0007\nGrüße')).toBe(true)
    expect(text).not.toContain('\uFFFD')
    expect(Buffer.byteLength(text)).toBeGreaterThan(longestPreviewText - 4)
    expect(await at.look(run, 'old.txt')).toMatchObject({ kind: 'text', text: 'Café über', isWhole: true })
    expect(await at.look(run, 'wide.txt')).toMatchObject({ text: 'Hi\n', encoding: 'utf-16le' })
    expect(await at.look(run, 'empty')).toMatchObject({ kind: 'text', text: '', size: 0 })
    expect(await at.look(run, 'paper.pdf')).toMatchObject({ kind: 'other', mime: 'application/pdf' })
    expect(await at.look(run, 'noise.bin')).toMatchObject({ kind: 'other', type: null, size: 6 })
    expect(at.local.logged).toEqual([])
  })

  it('says in a sentence why there is nothing to be seen', async () => {
    await using at = await batch()
    const inside = (name: string): string => at.folder.at('in', name)
    writeFileSync(inside('bomb.png'), pngBomb(60_000, 60_000))
    writeFileSync(inside('cut-off.jpg'), (await picture(300, 300).jpeg().toBuffer()).subarray(0, 200))
    writeFileSync(inside('liar.png'), Buffer.concat([pngBomb(5, 5).subarray(0, 40), Buffer.alloc(200, 7)]))
    writeFileSync(inside('huge.jpg'), await picture(10, 10).jpeg().toBuffer())
    truncateSync(inside('huge.jpg'), 400e6)
    for (const name of ['gone.txt', 'pipe', 'folder']) writeFileSync(inside(name), name)
    const run = await at.run({ type: 'wait', parameters: {} })
    for (const name of ['gone.txt', 'pipe', 'folder']) rmSync(inside(name))
    mkdirSync(inside('folder'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [inside('pipe')])

    const expected = {
      'bomb.png': ['TOO_LARGE', '60000 × 60000 pixels'],
      'cut-off.jpg': ['INVALID_CONTENT', 'damaged or cut off'],
      'liar.png': ['INVALID_CONTENT', 'damaged or cut off'],
      'huge.jpg': ['TOO_LARGE', 'MiB'],
      'gone.txt': ['NOT_FOUND', 'does not exist'],
      folder: ['NOT_A_FILE', 'is a folder'],
      ...(process.platform === 'win32' ? {} : { pipe: ['NOT_A_FILE', 'is a FIFO'] }),
    }
    for (const [name, [code, words = '']] of Object.entries(expected)) {
      const preview = await at.look(run, name)
      expect(preview, name).toMatchObject({ kind: 'unavailable', code })
      expect(preview.kind === 'unavailable' ? preview.message : '', name).toContain(words)
      expect(preview.kind === 'unavailable' ? preview.message : '').toContain(name)
    }
    expect(at.local.logged).toEqual([])
  })

  it.runIf(process.platform !== 'win32')('may not read what its user may not', async () => {
    await using folder = await temporaryFolder()
    const path = folder.at('closed.txt')
    writeFileSync(path, 'secret')
    chmodSync(folder.path, 0o755)
    chmodSync(path, 0)
    const look = asOrdinaryUser(() => previewFile({ path, size: null, modifiedAt: null }, quietContext))
    await expect(look).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  it('says of a file that it is no longer the one that was worked on', async () => {
    await using at = await batch()
    writeFileSync(at.folder.at('in', 'letter.txt'), 'before')
    const run = await at.run()
    expect(await at.look(run, 'letter.txt')).toMatchObject({ text: 'before', isChanged: false })
    writeFileSync(at.folder.at('in', 'letter.txt'), 'behind')
    utimesSync(at.folder.at('in', 'letter.txt'), 1, 1)
    expect(await at.look(run, 'letter.txt')).toMatchObject({ text: 'behind', isChanged: true })
  })

  it('shows the output beside the input, until it is taken back', async () => {
    await using at = await batch()
    writeFileSync(at.folder.at('in', 'photo.png'), await picture(40, 30).png().toBuffer())
    const run = await at.run({ type: 'convert-image', parameters: { format: 'webp' } })
    expect(await at.look(run, 'photo.png')).toMatchObject({ kind: 'image', type: 'png', width: 40 })
    expect(await at.look(run, 'photo.png', 'output')).toMatchObject({
      kind: 'image',
      type: 'webp',
      width: 40,
    })
    await at.local.client.runs.undo({ runId: run })
    await expect(at.look(run, 'photo.png', 'output')).rejects.toMatchObject({ code: 'OUTPUT_NOT_FOUND' })
  })

  it('is asked for by number alone, and of what is there', async () => {
    await using at = await batch()
    writeFileSync(at.folder.at('in', 'a'), 'a')
    const runId = await at.run()
    const { client } = at.local
    const side = 'input'
    await expect(client.runs.preview({ runId: 99, seq: 1, side })).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    })
    await expect(client.runs.preview({ runId, seq: 9, side })).rejects.toMatchObject({
      code: 'ITEM_NOT_FOUND',
    })
    await expect(client.runs.preview({ runId, seq: 1, side: 'output' })).rejects.toMatchObject({
      code: 'OUTPUT_NOT_FOUND',
    })
    const withPath = { runId, seq: 1, side, path: '/etc/passwd' } as const
    await expect(client.runs.preview(withPath)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.runIf(process.platform === 'linux')('finds a file whose name is not UTF-8', async () => {
    await using at = await batch()
    const path = fromPathBytes(Buffer.concat([Buffer.from(at.folder.at('in', 'caf')), Buffer.from([0xe9])]))
    writeFileSync(toPathBytes(path), await picture(9, 9).png().toBuffer())
    expect(readdirSync(at.folder.at('in'))).toHaveLength(1)
    const run = await at.run()
    expect(await at.look(run, '\uDCE9')).toMatchObject({ kind: 'image', width: 9 })
  })

  it('does not start a job that names its task', async () => {
    await using at = await batch()
    writeFileSync(at.folder.at('in', 'a'), 'a')
    await expect(at.run({ type: 'preview' })).rejects.toMatchObject({ code: 'UNKNOWN_TASK' })
  })
})

describe('the preview of an item that was tried', () => {
  it('shows the original and what the try made of it, as long as the try is remembered', async () => {
    await using at = await batch()
    writeFileSync(at.folder.at('in', 'photo.png'), await picture(40, 30).png().toBuffer())
    const { client } = at.local
    const job = {
      inputs: [{ kind: 'path' as const, path: at.folder.at('in') }],
      task: { type: 'convert-image', parameters: { format: 'webp' } },
    }
    const { tryId, tried } = await client.runs.try(job)
    const seq = tried[0]?.seq ?? 0
    expect(await client.runs.previewTried({ tryId, seq, side: 'input' })).toMatchObject({ type: 'png' })
    expect(await client.runs.previewTried({ tryId, seq, side: 'output' })).toMatchObject({ type: 'webp' })
    await expect(client.runs.previewTried({ tryId, seq: 9, side: 'input' })).rejects.toMatchObject({
      code: 'ITEM_NOT_FOUND',
    })
    const quick = { ...job, task: { type: 'checksum' } }
    for (let more = 0; more < 4; more += 1) await client.runs.try(quick)
    await expect(client.runs.previewTried({ tryId, seq, side: 'input' })).rejects.toMatchObject({
      code: 'TRY_NOT_FOUND',
    })
  })
})

describe('a file that brings down what looks at it', () => {
  it('is said to have done so, and the next one is looked at all the same', async () => {
    await using folder = await temporaryFolder()
    const previews = new Previews({ workerUrl: new URL('fixtures/mortal-previewer.ts', import.meta.url) })
    writeFileSync(folder.at('fatal'), '')
    writeFileSync(folder.at('sound'), 'sound')
    const file = { size: null, modifiedAt: null }
    expect(await previews.of({ ...file, path: folder.at('fatal') }, undefined)).toMatchObject({
      kind: 'unavailable',
      code: 'WORKER_DIED',
    })
    expect(await previews.of({ ...file, path: folder.at('sound') }, undefined)).toMatchObject({
      text: 'sound',
    })
    await previews.close()
    await expect(previews.of({ ...file, path: folder.at('sound') }, undefined)).rejects.toMatchObject({
      code: 'ENGINE_CLOSED',
    })
  })
})
