import {
  constants,
  createBrotliCompress,
  createBrotliDecompress,
  createGunzip,
  createGzip,
  createZstdCompress,
  createZstdDecompress,
} from 'node:zlib'
import type { Transform } from 'node:stream'
import type { Level, PackFormat } from './format-names.ts'

/** How a format is written and read. */
interface Codec {
  compress(level: Level): Coder
  decompress(): Coder
}

/** A stream of the runtime that compresses or decompresses. */
export interface Coder extends Transform {
  /** How many bytes of what it was given it has used. */
  readonly bytesWritten: number
}

/** What is read and made at a time, in bytes. */
const chunkSize = 128 * 1024

const gzipLevels: Readonly<Record<Level, number>> = { fast: 1, normal: 6, best: 9 }
const brotliLevels: Readonly<Record<Level, number>> = { fast: 1, normal: 6, best: 11 }
const zstdLevels: Readonly<Record<Level, number>> = { fast: 1, normal: 3, best: 19 }

export const codecs: Readonly<Record<PackFormat, Codec>> = {
  gzip: {
    compress: (level) => createGzip({ chunkSize, level: gzipLevels[level] }),
    decompress: () => createGunzip({ chunkSize }),
  },
  brotli: {
    compress: (level) =>
      createBrotliCompress({ chunkSize, params: { [constants.BROTLI_PARAM_QUALITY]: brotliLevels[level] } }),
    decompress: () => createBrotliDecompress({ chunkSize }),
  },
  zstd: {
    compress: (level) =>
      createZstdCompress({
        chunkSize,
        params: {
          [constants.ZSTD_c_compressionLevel]: zstdLevels[level],
          [constants.ZSTD_c_checksumFlag]: 1,
        },
      }),
    decompress: () => createZstdDecompress({ chunkSize }),
  },
}
