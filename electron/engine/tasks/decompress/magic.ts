import type { PackFormat } from '../compression/format-names.ts'

/** Whether bytes begin as a format does. Brotli has no sign of its own, so for it they never do. */
export function beginsAs(format: PackFormat, bytes: Buffer): boolean {
  if (format === 'gzip') return bytes[0] === 0x1f && bytes[1] === 0x8b
  return format === 'zstd' && bytes.length >= 4 && isZstd(bytes.readUInt32LE(0))
}

/** The number of a frame, or one of those of frames to be skipped. */
function isZstd(magic: number): boolean {
  return magic === 0xfd2fb528 || (magic >= 0x184d2a50 && magic <= 0x184d2a5f)
}
