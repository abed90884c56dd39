import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksumAlgorithms } from './algorithms.ts'
import { createHasher } from './hasher.ts'

/** Digests of "abc" and of nothing, from the documents that define the algorithms. */
const known = {
  md5: ['900150983cd24fb0d6963f7d28e17f72', 'd41d8cd98f00b204e9800998ecf8427e'],
  sha1: ['a9993e364706816aba3e25717850c26c9cd0d89d', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  sha256: [
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  sha512: [
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
      '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce' +
      '47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  ],
  blake2b: [
    'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
      '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    '786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419' +
      'd25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce',
  ],
} as const

describe('createHasher', () => {
  it.each(checksumAlgorithms)('computes known digests: %s', async (algorithm) => {
    const hasher = await createHasher(algorithm)
    const [ofAbc, ofNothing] = known[algorithm]
    expect(hasher.whole(Buffer.from('abc'))).toBe(ofAbc)
    expect(hasher.whole(Buffer.alloc(0))).toBe(ofNothing)
    const state = hasher.begin()
    for (const letter of 'abc') state.add(Buffer.from(letter))
    expect(state.end()).toBe(ofAbc)
    expect(hasher.begin().end()).toBe(ofNothing)
  })

  it('computes the same BLAKE2b where the runtime has none, as in Electron', async () => {
    const native = await createHasher('blake2b', ['blake2b512'])
    const portable = await createHasher('blake2b', ['md5', 'sha256'])
    expect(portable.whole(Buffer.from('abc'))).toBe(known.blake2b[0])
    expect(portable.begin().end()).toBe(known.blake2b[1])
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 5 }), (pieces) => {
        const digests = [native, portable].map((hasher) => {
          const state = hasher.begin()
          for (const piece of pieces) state.add(piece)
          return [state.end(), hasher.whole(Buffer.concat(pieces))]
        })
        expect(digests[1]).toEqual(digests[0])
        expect(digests[0]?.[0]).toBe(digests[0]?.[1])
      }),
    )
  })
})
