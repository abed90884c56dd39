import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InputSource } from '../../shared/model/job.ts'
import type { Random } from './random.ts'

/** What must become of one item, known from how its file was made and not from the program. */
export type Expected =
  | { readonly status: 'succeeded'; readonly digest: string; readonly size: number }
  | { readonly status: 'failed'; readonly code: string }

/** A tree of files of which all is known. */
export interface KnownTree {
  readonly inputs: readonly InputSource[]
  /** What is expected of each item, by `keyOf` its path. */
  readonly expected: ReadonlyMap<string, Expected>
}

/** The most bytes of one file. */
const largestFile = 24_000

/** Files in one folder. */
const folderSize = 150

/**
 * A path as the key it is known by: its bytes, one character each, since a path need not be valid text and
 * the database keeps one that is not as bytes.
 */
export function keyOf(path: string | Uint8Array): string {
  return Buffer.from(path).toString('latin1')
}

/**
 * Makes `count` files in folders below `root`, and names a few paths beside them where no file is. Names
 * and contents are such that a mistake with either would be seen.
 */
export async function makeTree(root: string, count: number, random: Random): Promise<KnownTree> {
  const expected = new Map<string, Expected>()
  let folder = root
  for (let index = 0; index < count; index += 1) {
    if (index % folderSize === 0) {
      folder = join(root, `part ${index / folderSize}`, random.whole(0, 1) === 0 ? 'deep' : '.')
      await mkdir(folder, { recursive: true })
    }
    const path = Buffer.concat([Buffer.from(`${folder}/`), fileName(index)])
    const content = Buffer.alloc(random.whole(0, largestFile), `${index} `)
    await writeFile(path, content)
    expected.set(keyOf(path), {
      status: 'succeeded',
      digest: createHash('sha256').update(content).digest('hex'),
      size: content.length,
    })
  }
  const inputs: InputSource[] = [{ kind: 'path', path: root }]
  for (const name of ['gone.txt', 'gone too.txt', 'part 0/gone as well.txt']) {
    const path = join(root, name)
    inputs.push({ kind: 'path', path })
    expected.set(keyOf(path), { status: 'failed', code: 'NOT_FOUND' })
  }
  return { inputs, expected }
}

/** Most are plain; some have what a careless program stumbles over. */
function fileName(index: number): Buffer {
  switch (index % 50) {
    case 7:
      return Buffer.from(`line\n${index}.txt`)
    case 17:
      return Buffer.from(`-quote'"${index}.txt`)
    case 27:
      return Buffer.from(`ünï ${index} 🙂.txt`)
    case 37:
      // Not UTF-8, which only Linux allows in a name.
      return process.platform === 'linux'
        ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${index}.bin`)])
        : Buffer.from(`bytes ${index}.bin`)
    default:
      return Buffer.from(`${index}.txt`)
  }
}
