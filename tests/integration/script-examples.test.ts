import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import capitals from '../../resources/script/examples/capitals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { taskBatch } from './fixtures/task-batch.ts'

const folder = fileURLToPath(new URL('../../resources/script/examples/', import.meta.url))

/** What each example makes of two files; `{ params }` for those that take any. */
const examples: Readonly<
  Record<string, { readonly params?: Record<string, string>; readonly values: unknown[][] }>
> = {
  'count-words.ts': {
    values: [
      [2, 6, 29],
      [1, 1, 9],
    ],
  },
  'find-lines.ts': {
    params: { pattern: 'TODO|zwei' },
    values: [
      [2, '1: one zwei three'],
      [0, null],
    ],
  },
  'count-bytes.ts': {
    values: [
      [29, 0],
      [9, 2],
    ],
  },
  'name-report.js': { values: [['{"name":"a?.txt","problems":["not possible on Windows"]}'], [null]] },
}

const files = { 'a?.txt': 'one zwei three\nTODO the rest\n', 'b.bin': '\0\0bytes++' }

describe('the examples of scripts', () => {
  it('are all here', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(
      [...Object.keys(examples), 'capitals.ts', 'png-size.ts'].toSorted(),
    )
  })

  it.each(Object.entries(examples))('%s does what it says', async (name, { params = {}, values }) => {
    await using batch = await taskBatch('script', files)
    const rows = await batch.results({ file: folder + name, params })
    expect(rows.map((row) => row.values)).toEqual(values)
  })

  it('png-size.ts tells the size of images, and what is none', async () => {
    await using batch = await taskBatch('script', { 'a.txt': 'no image at all, but long enough to be one' })
    await sharp({ create: { width: 31, height: 17, channels: 3, background: 'red' } })
      .png()
      .toFile(batch.folder.at('in', 'b.png'))
    const rows = await batch.results({ file: `${folder}png-size.ts` })
    expect(rows.map(({ values, error }) => error?.message ?? values)).toEqual([
      expect.stringContaining('the script failed at line 19: this is no PNG image'),
      [31, 17],
    ])
  })

  it('capitals.ts writes to where its output goes', async () => {
    await using place = await temporaryFolder()
    await using batch = await taskBatch('script', files)
    const output = place.at('out.txt')
    const path = batch.folder.at('in', 'a?.txt')
    const item = {
      path,
      pathBytes: Buffer.from(path),
      name: 'a?.txt',
      extension: 'txt',
      folder: '',
      size: 29,
      seq: 1,
    }
    const context = {
      params: {},
      output,
      outputBytes: Buffer.from(output),
      signal: new AbortController().signal,
      worker: 1,
      log: () => {},
      progress: () => {},
      throwIfCancelled: () => {},
    }
    expect(await capitals(item, context)).toEqual({ characters: 29 })
    expect(await readFile(output, 'utf8')).toBe('ONE ZWEI THREE\nTODO THE REST\n')
  })
})
