import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { noMetadata } from '../../../shared/model/output-name.ts'
import { readMetadata } from './metadata.ts'

/** The beginning of a piece of music: an ID3v2.3 tag with these frames, and nothing to hear. */
function taggedMusic(frames: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.concat(
    Object.entries(frames).map(([id, text]) => {
      const content = Buffer.from(`\0${text}`, 'latin1')
      const head = Buffer.alloc(10)
      head.write(id, 'latin1')
      head.writeUInt32BE(content.length, 4)
      return Buffer.concat([head, content])
    }),
  )
  const size = body.length
  const head = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, (size >> 7) & 0x7f, size & 0x7f])
  // One frame of MPEG audio, layer III, without sound.
  const sound = Buffer.alloc(417)
  sound.set([0xff, 0xfb, 0x90, 0x64])
  return Buffer.concat([head, body, sound, sound, sound])
}

async function picture(exif: Readonly<Record<string, Record<string, string>>>): Promise<Buffer> {
  return await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

describe('readMetadata', () => {
  it('reads what a picture tells, turned as it is meant to be seen', async () => {
    using tree = new TemporaryTree()
    const exif = {
      IFD0: { Make: 'NIKON CORPORATION', Model: 'NIKON D750', Artist: 'A. Person' },
      IFD2: { DateTimeOriginal: '2019:06:30 08:09:10' },
    }
    const path = tree.file('odd \udcff.jpg', await picture(exif))
    expect(await readMetadata(path)).toEqual({
      ...noMetadata,
      taken: { year: 2019, month: 6, day: 30, hour: 8, minute: 9, second: 10 },
      ...{ width: 20, height: 30, camera: 'NIKON D750', artist: 'A. Person' },
    })
    const other = tree.file('b.jpg', await picture({ IFD0: { Make: 'Acme', Model: 'One' } }))
    expect(await readMetadata(other)).toMatchObject({ camera: 'Acme One', taken: null })
  })

  it('reads what a piece of music tells', async () => {
    using tree = new TemporaryTree()
    const frames = { TPE1: 'An artist', TALB: 'An album', TIT2: 'A title', TRCK: '7/12' }
    const path = tree.file('song.mp3', taggedMusic(frames))
    expect(await readMetadata(path)).toEqual({
      ...noMetadata,
      ...{ artist: 'An artist', album: 'An album', title: 'A title', track: 7 },
    })
  })

  it('finds nothing in what is damaged, foreign, endless or gone', async () => {
    using tree = new TemporaryTree()
    const whole = await picture({ IFD0: { Model: 'One' } })
    const paths = [
      tree.file('text.txt', 'text'),
      tree.file('empty.jpg'),
      tree.file('cut.jpg', whole.subarray(0, 20)),
      tree.file('lying.mp3', Buffer.alloc(5_000, 0xff)),
      tree.folder('folder'),
      tree.at('gone'),
      ...(process.platform === 'win32' ? [] : ['/dev/zero', tree.fifo('fifo')]),
    ]
    for (const path of paths) expect(await readMetadata(path)).toEqual(noMetadata)
  })
})
