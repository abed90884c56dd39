import { createHash, getHashes, hash } from 'node:crypto'
import type { ChecksumAlgorithm } from './algorithms.ts'

/** Computes digests, as lower-case hexadecimal. */
export interface Hasher {
  /** The digest of one piece of data. */
  whole(data: Uint8Array): string
  /** Begins a digest of data that comes in pieces. */
  begin(): { add(data: Uint8Array): void; end(): string }
}

/** What the algorithms are called in the runtime's own library. */
const nativeNames: Readonly<Record<ChecksumAlgorithm, string>> = {
  sha256: 'sha256',
  md5: 'md5',
  sha1: 'sha1',
  sha512: 'sha512',
  blake2b: 'blake2b512',
}

/**
 * The fastest hasher there is for an algorithm. Electron is built with BoringSSL, which has no 512-bit
 * BLAKE2b: there, WebAssembly computes it.
 */
export async function createHasher(
  algorithm: ChecksumAlgorithm,
  nativeAlgorithms: readonly string[] = getHashes(),
): Promise<Hasher> {
  const name = nativeNames[algorithm]
  if (algorithm === 'blake2b' && !nativeAlgorithms.includes(name)) return createPortableBlake2b()
  return {
    whole: (data) => hash(name, data, 'hex'),
    begin() {
      const state = createHash(name)
      return {
        add(data) {
          state.update(data)
        },
        end: () => state.digest('hex'),
      }
    },
  }
}

async function createPortableBlake2b(): Promise<Hasher> {
  const { createBLAKE2b } = await import('hash-wasm')
  const state = await createBLAKE2b(512)
  return {
    whole: (data) => state.init().update(data).digest('hex'),
    begin() {
      state.init()
      return {
        add(data) {
          state.update(data)
        },
        end: () => state.digest('hex'),
      }
    },
  }
}
