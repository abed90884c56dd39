/** A square PNG of a known size in pixels. */
export interface IconImage {
  readonly size: number
  readonly png: Buffer
}

/** A Windows `.ico` file of PNG images, each at most 256 pixels. */
export function encodeIco(images: readonly IconImage[]): Buffer {
  const headerLength = 6
  const entryLength = 16
  const header = Buffer.alloc(headerLength)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = headerLength + entryLength * images.length
  const entries = images.map(({ size, png }) => {
    if (size > 256) throw new Error(`An .ico file holds at most 256 pixels, not ${size}.`)
    const entry = Buffer.alloc(entryLength)
    // 256 is written as 0.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)])
}

// One size has two types where it also serves as the double-resolution version of half the size.
const icnsTypes: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1_024, ['ic10']],
])

/** A macOS `.icns` file of PNG images. */
export function encodeIcns(images: readonly IconImage[]): Buffer {
  const chunks = images.flatMap(({ size, png }) => {
    const types = icnsTypes.get(size)
    if (types === undefined) throw new Error(`An .icns file has no place for ${size} pixels.`)
    return types.map((type) => chunk(type, png))
  })
  return chunk('icns', Buffer.concat(chunks))
}

function chunk(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 0, 'latin1')
  header.writeUInt32BE(data.length + header.length, 4)
  return Buffer.concat([header, data])
}
