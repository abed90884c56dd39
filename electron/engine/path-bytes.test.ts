import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayPath, hasInvalidBytes } from '../../shared/model/path-text.ts'
import { fromPathBytes, toPathBytes } from './path-bytes.ts'

function bytesOf(path: string): Buffer {
  const bytes = toPathBytes(path)
  return typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes
}

/** Bytes in which pieces of valid UTF-8, cut sequences and stray bytes come together. */
const hostileBytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => Buffer.from(text, 'utf8')),
      fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text, 'utf8').subarray(0, -1)),
      fc.constantFrom(
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from([0xc0, 0x80]),
        Buffer.from([0xf4, 0x90, 0x80, 0x80]),
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat(pieces))

describe('path bytes', () => {
  it('gives any bytes back unchanged', () => {
    fc.assert(
      fc.property(hostileBytes, (bytes) => {
        const path = fromPathBytes(bytes)
        expect(bytesOf(path).equals(bytes)).toBe(true)
        expect(hasInvalidBytes(path)).toBe(!isUtf8(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves well-formed text alone, whatever characters it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toPathBytes(text)).toBe(text)
        expect(fromPathBytes(Buffer.from(text, 'utf8'))).toBe(text)
      }),
    )
  })

  it('makes bytes of any string, and the same bytes again from the text those bytes stand for', () => {
    const anyUnits = fc
      .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })))
      .map((units) => String.fromCharCode(...units))
    fc.assert(
      fc.property(anyUnits, (text) => {
        const bytes = bytesOf(text)
        expect(bytesOf(fromPathBytes(bytes)).equals(bytes)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('survives structured clone and JSON', () => {
    fc.assert(
      fc.property(hostileBytes, (bytes) => {
        const path = fromPathBytes(bytes)
        expect(structuredClone(path)).toBe(path)
        expect(JSON.parse(JSON.stringify(path))).toBe(path)
      }),
    )
  })

  it.each([
    ['a lone continuation byte', [0x61, 0x80, 0x62], 'a\uDC80b', 'a\\x80b'],
    ['Latin-1 among UTF-8', [0xc3, 0xa9, 0xe9, 0x2f], 'é\uDCE9/', 'é\\xE9/'],
    ['a cut sequence at the end', [0x61, 0xf0, 0x9f, 0x92], 'a\uDCF0\uDC9F\uDC92', 'a\\xF0\\x9F\\x92'],
    [
      'a surrogate encoded as if it were a character',
      [0xed, 0xb2, 0x80],
      '\uDCED\uDCB2\uDC80',
      '\\xED\\xB2\\x80',
    ],
    ['an overlong slash', [0xc0, 0xaf], '\uDCC0\uDCAF', '\\xC0\\xAF'],
  ])('holds %s', (_name, bytes, text, shown) => {
    expect(fromPathBytes(Buffer.from(bytes))).toBe(text)
    expect(toPathBytes(text)).toEqual(Buffer.from(bytes))
    expect(displayPath(text)).toBe(shown)
  })

  it('does not take the second half of an emoji for an invalid byte', () => {
    const skull = '\u{1F480}'
    expect(skull.charCodeAt(1)).toBe(0xdc80)
    expect(toPathBytes(skull)).toBe(skull)
    expect(toPathBytes(`${skull}\uDC80`)).toEqual(Buffer.from([0xf0, 0x9f, 0x92, 0x80, 0x80]))
  })

  it('keeps a byte-order mark and a NUL', () => {
    expect(fromPathBytes(Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff]))).toBe('\uFEFF\0\uDCFF')
  })
})
