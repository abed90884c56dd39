import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { sharp } from '../files/sharp.ts'
import { hostileNames } from '../fixtures/hostile-names.ts'
import { contextWithOutput, slotAt } from '../fixtures/output-slot.ts'
import { pngBomb } from '../fixtures/png-bomb.ts'
import { isInstalled } from '../fixtures/programs.ts'
import { itemAt } from '../fixtures/try-task.ts'
import { convertImage } from './definition.ts'
import { imageFormats, parameters, watermarkPositions, type ConvertImageParameters } from './parameters.ts'

/** Stands for any text with this in it, within an expected object. */
function containing(text: string): unknown {
  return expect.stringContaining(text)
}

interface Converted {
  readonly values: readonly unknown[]
  readonly content: Buffer
}

/** Converts one image and gives back its result's values and the new file's content. */
async function convert(path: string, given: Partial<ConvertImageParameters>): Promise<Converted> {
  const wanted = parameters.parse(given)
  const output = slotAt(`${path}.converted.${wanted.format === 'keep' ? 'out' : wanted.format}`)
  const work = await convertImage.load(wanted)
  try {
    const values = await work(itemAt(path), contextWithOutput(output))
    expect(existsSync(toPathBytes(output.path))).toBe(false)
    return { values, content: readFileSync(toPathBytes(output.temporary)) }
  } finally {
    rmSync(toPathBytes(output.temporary), { force: true })
  }
}

interface Picture {
  readonly width: number
  readonly height: number
  readonly orientation?: number
}

/** A JPEG with noise in it, a red upper left quarter, and what a camera notes. */
async function photo({ width, height, orientation = 1 }: Picture): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const
  const red = {
    create: { width: width >> 1, height: height >> 1, channels: 3, background: '#e00000' },
  } as const
  return await sharp({ create: { width, height, channels: 3, background: '#000', noise } })
    .composite([{ input: red, left: 0, top: 0 }])
    .jpeg({ quality: 95 })
    .withMetadata({ orientation })
    .withExifMerge({ IFD0: { Make: 'Acme' } })
    .toBuffer()
}

async function animation(frames: number): Promise<Buffer> {
  const pictures = Array.from({ length: frames }, (_, index) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: { r: 40 * index, g: 0, b: 0 } } })
      .png()
      .toBuffer(),
  )
  return await sharp(await Promise.all(pictures), { join: { animated: true } })
    .gif({ delay: Array.from({ length: frames }, () => 100) })
    .toBuffer()
}

async function pixelAt(image: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const start = (y * info.width + x) * info.channels
  return [...data.subarray(start, start + 3)]
}

describe('the image task', () => {
  it.each(imageFormats)('makes %s of a photo, and tells what it made', async (format) => {
    using tree = new TemporaryTree()
    const path = tree.file('photo.jpg', await photo({ width: 160, height: 120 }))
    const { values, content } = await convert(path, { format, resize: 'longest-edge', longestEdge: 80 })
    expect(values).toEqual(['jpeg', 160, 120, format, 80, 60, 1, content.length])
    const { format: found, compression, width, height } = await sharp(content).metadata()
    expect({ found, width, height }).toEqual({
      found: format === 'avif' ? 'heif' : format,
      width: 80,
      height: 60,
    })
    if (format === 'avif') expect(compression).toBe('av1')
  })

  const looks: [string, string][] = [
    ['jpeg', 'JPEG 80x60'],
    ['png', 'PNG 80x60'],
    ['webp', 'WEBP 80x60'],
    ['tiff', 'TIFF 80x60'],
  ]
  // ImageMagick decodes the whole image with libraries of its own.
  it.runIf(isInstalled('identify')).each(looks)('makes %s that ImageMagick reads', async (format, look) => {
    using tree = new TemporaryTree()
    const path = tree.file('photo.jpg', await photo({ width: 160, height: 120 }))
    const { content } = await convert(path, {
      ...{ format: imageFormats.find((each) => each === format) ?? 'jpeg' },
      ...{ resize: 'percent', percent: 50 },
    })
    const made = tree.file('made', content)
    expect(
      execFileSync('identify', ['-regard-warnings', '-format', '%m %wx%h', made], { encoding: 'utf8' }),
    ).toBe(look)
  })

  it('keeps the format of the content, whatever the name says', async () => {
    using tree = new TemporaryTree()
    const png = await sharp({ create: { width: 9, height: 7, channels: 4, background: '#0080ff80' } })
      .png()
      .toBuffer()
    const { values, content } = await convert(tree.file('lies.jpg', png), {})
    expect(values.slice(0, 6)).toEqual(['png', 9, 7, 'png', 9, 7])
    expect((await sharp(content).metadata()).hasAlpha).toBe(true)
  })

  it('puts white behind what is transparent where the new format has no transparency', async () => {
    using tree = new TemporaryTree()
    const clear = { r: 0, g: 0, b: 0, alpha: 0 }
    const png = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .png()
      .toBuffer()
    const { content } = await convert(tree.file('clear.png', png), { format: 'jpeg' })
    expect(await pixelAt(content, 4, 4)).toEqual([255, 255, 255])
  })

  it('turns a photo upright as its camera noted, once', async () => {
    using tree = new TemporaryTree()
    // 6: the top of the picture is at the right edge of the pixels.
    const path = tree.file('photo.jpg', await photo({ width: 160, height: 120, orientation: 6 }))
    const upright = await convert(path, { format: 'png' })
    expect(upright.values.slice(0, 6)).toEqual(['jpeg', 120, 160, 'png', 120, 160])
    expect((await sharp(upright.content).metadata()).orientation ?? 1).toBe(1)
    const [red = 0, green = 0] = await pixelAt(upright.content, 110, 10)
    expect(red - green).toBeGreaterThan(150)
    const asStored = await convert(path, { format: 'jpeg', autoOrient: false })
    expect(asStored.values.slice(4, 6)).toEqual([160, 120])
    expect((await sharp(asStored.content).metadata()).orientation).toBe(6)
  })

  it('keeps or strips metadata', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('photo.jpg', await photo({ width: 40, height: 30 }))
    const kept = await convert(path, { metadata: 'keep' })
    expect(kept.content.includes('Acme')).toBe(true)
    const { exif, icc, xmp } = await sharp((await convert(path, { metadata: 'strip' })).content).metadata()
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined])
  })

  it('loses nothing where that is asked for', async () => {
    using tree = new TemporaryTree()
    const jpeg = await photo({ width: 50, height: 40 })
    const path = tree.file('photo.jpg', jpeg)
    const pixels = await sharp(jpeg).raw().toBuffer()
    for (const format of ['webp', 'png', 'tiff'] as const) {
      const { content } = await convert(path, { format, lossless: true })
      expect((await sharp(content).removeAlpha().raw().toBuffer()).equals(pixels)).toBe(true)
    }
    const lossy = await convert(path, { format: 'webp', quality: 20 })
    expect((await sharp(lossy.content).raw().toBuffer()).equals(pixels)).toBe(false)
  })

  it('keeps animations in formats that have them, with the watermark on every frame', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('film.gif', await animation(3))
    const webp = await convert(path, { format: 'webp', resize: 'percent', percent: 50 })
    expect(webp.values.slice(3, 7)).toEqual(['webp', 30, 20, 3])
    expect(await sharp(webp.content).metadata()).toMatchObject({ pages: 3, delay: [100, 100, 100] })
    const still = await convert(path, { format: 'png' })
    expect(still.values.slice(3, 7)).toEqual(['png', 60, 40, 1])
    const first = await convert(path, { animation: 'first-frame' })
    expect(first.values.slice(3, 7)).toEqual(['gif', 60, 40, 1])
    const marked = await convert(path, {
      watermark: '██',
      watermarkPosition: 'centre',
      watermarkOpacity: 100,
      watermarkSize: 50,
    })
    for (const page of [0, 1, 2]) {
      const frame = await sharp(marked.content, { page }).png().toBuffer()
      expect(await pixelAt(frame, 30, 20)).not.toEqual(await pixelAt(frame, 1, 1))
    }
  })

  it('draws the watermark where it is wanted and nowhere else', async () => {
    using tree = new TemporaryTree()
    const grey = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#808080' } })
      .png()
      .toBuffer()
    const path = tree.file('grey.png', grey)
    const given = { watermark: '<b>&"\'', watermarkSize: 15, watermarkOpacity: 100 }
    for (const watermarkPosition of watermarkPositions) {
      const { content } = await convert(path, { ...given, watermarkPosition })
      const { info } = await sharp(content).trim().toBuffer({ resolveWithObject: true })
      const [left, top] = [-(info.trimOffsetLeft ?? 0), -(info.trimOffsetTop ?? 0)]
      expect(info.width).toBeLessThan(200)
      expect(info.height).toBeLessThan(60)
      const [right, bottom] = [300 - left - info.width, 200 - top - info.height]
      if (watermarkPosition.endsWith('left')) expect(left).toBeLessThan(8)
      else if (watermarkPosition.endsWith('right')) expect(right).toBeLessThan(8)
      else expect(Math.abs(left - right)).toBeLessThan(3)
      if (watermarkPosition.startsWith('top')) expect(top).toBeLessThan(8)
      else if (watermarkPosition.startsWith('bottom')) expect(bottom).toBeLessThan(8)
      else expect(Math.abs(top - bottom)).toBeLessThan(3)
    }
  })

  it('takes any text as a watermark, on images of any size', async () => {
    using tree = new TemporaryTree()
    const text = fc.oneof(
      fc.constantFrom(
        '© 2026 Ann',
        'שלום עולם',
        '👩‍👩‍👧‍👦🇩🇪',
        '\u202Eabc',
        'two\nlines',
        ' \n ',
        '</text></svg>',
        '\u0000',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    )
    const side = fc.constantFrom(1, 2, 7, 64, 333)
    await fc.assert(
      fc.asyncProperty(
        text,
        side,
        side,
        fc.constantFrom(0.5, 4, 50),
        async (watermark, width, height, watermarkSize) => {
          const image = await sharp({ create: { width, height, channels: 3, background: '#246' } })
            .png()
            .toBuffer()
          const { values } = await convert(tree.file('image.png', image), { watermark, watermarkSize })
          expect(values.slice(4, 6)).toEqual([width, height])
        },
      ),
      { numRuns: 40 },
    )
  })

  it('writes byte for byte the same file, whatever the input is called', async () => {
    using tree = new TemporaryTree()
    const content = await photo({ width: 20, height: 10 })
    const { content: plain } = await convert(tree.file('plain', content), { format: 'webp' })
    for (const name of hostileNames) {
      const path = tree.file(name, content)
      const output = { path: tree.at('unused.webp'), temporary: tree.at(`${name.slice(0, 60)}.tmp.webp`) }
      const work = await convertImage.load(parameters.parse({ format: 'webp' }))
      await work(itemAt(path), contextWithOutput(output))
      expect(readFileSync(toPathBytes(output.temporary)).equals(plain)).toBe(true)
    }
  })
})

describe('the image task on what is no good image', () => {
  async function failure(
    content: Uint8Array | string,
    given: Partial<ConvertImageParameters> = {},
  ): Promise<unknown> {
    using tree = new TemporaryTree()
    return await convert(tree.file('image', content), { format: 'jpeg', ...given }).then(
      () => 'it was converted',
      (error: unknown) => error,
    )
  }

  it.each([
    ['text', 'just words', 'something else'],
    ['nothing', '', 'an empty file'],
    ['a head without a body', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'a damaged head'],
  ])('says of %s what was expected', async (_, content, found) => {
    const error = await failure(content)
    expect(error).toMatchObject({ name: 'ItemError', code: 'INVALID_CONTENT' })
    expect(String(error)).toContain('Expected: JPEG, PNG, WebP, GIF, AVIF, TIFF or SVG.')
    expect(String(error)).toContain(found)
  })

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)(
    'refuses %s that is cut off',
    async (format) => {
      const whole = await sharp(await photo({ width: 200, height: 150 }))
        .toFormat(format)
        .toBuffer()
      const error = await failure(whole.subarray(0, Math.floor(whole.length * 0.6)))
      expect(error).toMatchObject({ name: 'ItemError', code: 'INVALID_CONTENT' })
    },
  )

  it('refuses a small file that would unpack into far too many pixels, before it does', async () => {
    expect(await failure(pngBomb(60_000, 60_000))).toMatchObject({
      code: 'TOO_LARGE',
      message: containing('60000 × 60000 pixels, and so 3,600 megapixels; at most 300 are unpacked'),
    })
    expect(await failure(await animation(5), { format: 'webp', megapixelLimit: 1 })).toBe('it was converted')
  })

  it('refuses to make an image that is too large', async () => {
    const small = await photo({ width: 100, height: 100 })
    const larger = { resize: 'percent', percent: 1_000, neverEnlarge: false } as const
    expect(await failure(small, { ...larger, megapixelLimit: 1 })).toBe('it was converted')
    const wide = await photo({ width: 2_000, height: 20 })
    expect(await failure(wide, { ...larger, format: 'webp' })).toMatchObject({
      code: 'TOO_LARGE',
      message: containing('would become 20000 × 200 pixels; no side of WebP may have more than 16,383'),
    })
    expect(await failure(wide, { ...larger, megapixelLimit: 2 })).toMatchObject({ code: 'TOO_LARGE' })
  })

  it('cannot keep the format of a drawing', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'
    expect(await failure(svg, { format: 'keep' })).toMatchObject({ code: 'INVALID_CONTENT' })
    expect(await failure(svg, { format: 'png' })).toBe('it was converted')
  })

  it('fails for a file that vanished, and where the output cannot be written', async () => {
    using tree = new TemporaryTree()
    await expect(convert(tree.at('gone'), {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const path = tree.file('photo.jpg', await photo({ width: 20, height: 10 }))
    const work = await convertImage.load(parameters.parse({}))
    const output = { path: tree.at('no folder/x.jpg'), temporary: tree.at('no folder/y.jpg') }
    await expect(work(itemAt(path), contextWithOutput(output))).rejects.toMatchObject({
      code: 'WRITE_FAILED',
    })
  })
})

describe('the definition of the image task', () => {
  it('names outputs by their format', () => {
    const of = (given: Partial<ConvertImageParameters>) => convertImage.output?.(parameters.parse(given))
    expect(of({ format: 'webp' })?.defaultName).toBe('{/.}.{newext}')
    expect(of({ format: 'webp', resize: 'fit' })?.defaultName).toBe('{/.}-converted.{newext}')
    expect(of({})?.defaultName).toBe('{/.}-converted.{newext}')
    expect(of({})?.extension('PNG')).toBe('PNG')
    expect(of({ format: 'jpeg' })?.extension('JPEG')).toBe('JPEG')
    expect(of({ format: 'jpeg' })?.extension('png')).toBe('jpg')
    expect(of({ format: 'webp' })?.extension('')).toBe('webp')
  })

  it('refuses lossless JPEG before a run begins', async () => {
    await expect(
      convertImage.check?.(parameters.parse({ format: 'jpeg', lossless: true })),
    ).rejects.toMatchObject({
      code: 'INVALID_PARAMETERS',
    })
    await expect(
      convertImage.check?.(parameters.parse({ format: 'webp', lossless: true })),
    ).resolves.toBeUndefined()
  })
})
