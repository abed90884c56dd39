import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Utf8Check } from './utf8-check.ts'

/** Where the first byte is that a strict decoder refuses; null for none. */
function faultOf(bytes: Buffer): number | null {
  let valid = 0
  while (valid < bytes.length) {
    const length = [1, 2, 3, 4].find(
      (count) => isUtf8(bytes.subarray(valid, valid + count)) && valid + count <= bytes.length,
    )
    if (length === undefined) return valid
    valid += length
  }
  return null
}

describe('Utf8Check', () => {
  it('finds the first byte that is not valid, wherever the file is cut into pieces', () => {
    const part = fc.constantFrom(
      [0x61],
      [0xc3, 0xa9],
      [0xe6, 0xbc, 0xa2],
      [0xf0, 0x9f, 0x98, 0x80],
      [0xff],
      [0xc3],
      [0xe6, 0xbc],
      [0xed, 0xa0, 0x80],
      [0xf8],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 6 }), (parts, size) => {
        const bytes = Buffer.from(parts.flat())
        const check = new Utf8Check()
        let fault: number | null = null
        for (let at = 0; at < bytes.length && fault === null; at += size)
          fault = check.add(bytes.subarray(at, at + size))
        fault ??= check.end()
        expect(fault).toBe(faultOf(bytes))
        if (fault === null) {
          const first = bytes.findIndex((byte) => byte >= 0x80)
          expect(check.firstOther).toBe(first < 0 ? null : first)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('finds it quickly in a large piece', () => {
    const bytes = Buffer.alloc(256 * 1024, 'é')
    bytes[200_001] = 0xff
    expect(new Utf8Check().add(bytes)).toBe(200_000)
  })
})
