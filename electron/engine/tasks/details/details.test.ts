import { execFileSync } from 'node:child_process'
import { statSync, truncateSync, utimesSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { sharp } from '../files/sharp.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import { isMismatch } from './content-type.ts'
import { details } from './definition.ts'

const names = details.resultColumns.map((column) => column.name)

/** The values of a file by the names of their columns. */
async function detailsOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  const work = await details.load({})
  const values = await work(itemAt(path), quietContext)
  expect(values).toHaveLength(names.length)
  return Object.fromEntries(names.map((name, index) => [name, values[index]]))
}

async function photo(): Promise<Buffer> {
  return await sharp({ create: { width: 40, height: 30, channels: 3, background: '#246' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Acme', Model: 'Acme  X-1\n' },
      IFD2: { DateTimeOriginal: '2024:05:06 07:08:09', OffsetTimeOriginal: '+02:00' },
    })
    .toBuffer()
}

/** A WAV of one second of silence at 8 kHz and 16 bits, which says of itself what is given. */
function wav(tags: Readonly<Record<string, string>>): Buffer {
  const chunk = (id: string, data: Buffer): Buffer => {
    const head = Buffer.from(`${id}0000`, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
  }
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(8_000, 4)
  format.writeUInt32LE(16_000, 8)
  format.writeUInt16LE(2, 12)
  format.writeUInt16LE(16, 14)
  const info = Object.entries(tags).map(([id, text]) => chunk(id, Buffer.from(`${text}\0`)))
  const parts = [
    chunk('fmt ', format),
    chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info])),
    chunk('data', Buffer.alloc(16_000)),
  ]
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts]))
}

const song = { IART: 'The Acme Band', IPRD: 'Silence', INAM: 'One Second' }

describe('the details task', () => {
  it('tells size, dates and type of any file', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('notes.txt', 'Grüße\n')
    utimesSync(path, 1_700_000_000, 1_600_000_000.5)
    expect(await detailsOf(path)).toMatchObject({
      ...{ bytes: 8, modified: '2020-09-13T12:26:40.500Z', type: 'txt', mime: 'text/plain' },
      ...{ extension_mismatch: false, width: null, camera: null, duration: null, title: null },
      created: statSync(path).birthtime.toISOString(),
    })
    expect(await detailsOf(tree.file('empty'))).toMatchObject({
      bytes: 0,
      type: null,
      extension_mismatch: null,
    })
    const noise = tree.file('noise.bin', Buffer.from([0, 1, 2, 0xff, 0xfe, 0xfd]))
    expect(await detailsOf(noise)).toMatchObject({ type: null, mime: null })
  })

  it('tells of a photo its upright size, when it was taken and by which camera', async () => {
    using tree = new TemporaryTree()
    const content = await photo()
    for (const name of hostileNames) {
      const path = tree.file(name, content)
      expect(await detailsOf(path)).toMatchObject({
        ...{ type: 'jpg', mime: 'image/jpeg', width: 30, height: 40 },
        ...{ taken: '2024-05-06T07:08:09+02:00', camera: 'Acme  X-1' },
      })
    }
    for (const [name, mismatch] of [
      ['photo.jpg', false],
      ['photo.pdf', true],
      ['photo', null],
    ] as const) {
      expect(await detailsOf(tree.file(name, content))).toMatchObject({ extension_mismatch: mismatch })
    }
  })

  it('tells of audio its length and what its tags say', async () => {
    using tree = new TemporaryTree()
    expect(await detailsOf(tree.file('song.wav', wav(song)))).toMatchObject({
      ...{ type: 'wav', extension_mismatch: false, duration: 1, bitrate: 128_000 },
      ...{ artist: 'The Acme Band', album: 'Silence', title: 'One Second', width: null },
    })
  })

  it('leaves out what is damaged, and does not fail', async () => {
    using tree = new TemporaryTree()
    const whole = [
      await photo(),
      wav(song),
      await sharp(await photo())
        .png()
        .toBuffer(),
    ]
    const damage = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), damage, fc.nat(1_500), async (content, bytes, length) => {
        const broken = Buffer.from(content.subarray(0, length))
        for (const [place, byte] of bytes) if (place < broken.length) broken[place] = byte
        expect((await detailsOf(tree.file('broken', broken)))['bytes']).toBe(broken.length)
      }),
      { numRuns: 60 },
    )
  })

  it('reads a bounded part of a huge file', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('huge.wav', wav(song))
    truncateSync(path, 1e12)
    expect(await detailsOf(path)).toMatchObject({ bytes: 1e12, type: 'wav' })
  })

  it('fails for a file that vanished', async () => {
    await expect(detailsOf('/gone/for good')).rejects.toMatchObject({ name: 'ItemError', code: 'NOT_FOUND' })
  })

  // Programs that have looked into files for decades.
  it.runIf(isInstalled('file'))('agrees with file about what files are', async () => {
    using tree = new TemporaryTree()
    const contents: [string, string | Buffer][] = [
      ['photo', await photo()],
      [
        'picture',
        await sharp(await photo())
          .png()
          .toBuffer(),
      ],
      [
        'web',
        await sharp(await photo())
          .webp()
          .toBuffer(),
      ],
      ['text', 'words and words\n'],
    ]
    for (const [name, content] of contents) {
      const path = tree.file(name, content)
      const mime = execFileSync('file', ['--brief', '--mime-type', path], { encoding: 'utf8' }).trim()
      expect((await detailsOf(path))['mime']).toBe(mime)
    }
  })

  it.runIf(isInstalled('exiftool'))('agrees with exiftool about a photo', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('photo.jpg', await photo())
    const seen = execFileSync('exiftool', ['-s3', '-DateTimeOriginal', '-OffsetTimeOriginal', path], {
      encoding: 'utf8',
    })
    const [date = '', offset = ''] = seen.trim().split('\n')
    const taken = `${date.replace(':', '-').replace(':', '-').replace(' ', 'T')}${offset}`
    expect((await detailsOf(path))['taken']).toBe(taken)
  })

  it.runIf(isInstalled('ffmpeg') && isInstalled('ffprobe'))('agrees with ffprobe about songs', async () => {
    using tree = new TemporaryTree()
    const from = tree.file('song.wav', wav({}))
    for (const format of ['mp3', 'flac', 'ogg', 'm4a']) {
      const path = tree.at(`song.${format}`)
      const tags = ['-metadata', 'artist=Añn', '-metadata', 'title=One']
      execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '4', '-i', from, ...tags, path])
      const found = await detailsOf(path)
      expect(found).toMatchObject({ artist: 'Añn', title: 'One', extension_mismatch: false })
      const length = execFileSync('ffprobe', [
        '-v',
        'error',
        '-show_entries',
        'format=duration',
        '-of',
        'csv=p=0',
        path,
      ])
      expect(Math.abs(Number(found['duration']) - Number(length.toString()))).toBeLessThan(0.2)
    }
  })
})

describe('isMismatch', () => {
  const type = (name: string) => ({ type: name, mime: '' })
  it.each([
    ['jpeg', 'jpg', false],
    ['JPG', 'jpg', false],
    ['png', 'jpg', true],
    ['dng', 'tif', false],
    ['docx', 'zip', false],
    ['jpg', 'zip', true],
    ['md', 'txt', false],
    ['mp3', 'txt', true],
    ['svg', 'xml', false],
    ['whatever', 'zip', false],
    ['whatever', 'jpg', true],
  ])('of .%s with content of the type %s is %s', (extension, content, expected) => {
    expect(isMismatch(extension, type(content))).toBe(expected)
  })

  it('cannot be told without an extension or without a type', () => {
    expect(isMismatch('', type('jpg'))).toBeNull()
    expect(isMismatch('jpg', null)).toBeNull()
  })
})
