import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files to hash, and the list of their paths, each ended by NUL. */
export interface HashedFiles {
  readonly folder: string
  readonly list: string
  readonly count: number
  readonly bytes: number
}

const filesInFolder = 500

/** Makes files of sizes spread evenly between two bounds, with content that repeats nowhere near. */
export function makeFiles(
  root: string,
  name: string,
  count: number,
  smallest: number,
  largest: number,
): HashedFiles {
  const folder = join(root, name)
  const noise = Buffer.alloc(largest + count)
  for (let index = 0; index < noise.length; index += 1) noise[index] = (index * 2_654_435_761) >>> 13
  const paths: string[] = []
  let bytes = 0
  for (let index = 0; index < count; index += 1) {
    const inside = join(folder, String(Math.floor(index / filesInFolder)).padStart(4, '0'))
    if (index % filesInFolder === 0) mkdirSync(inside, { recursive: true })
    const size = smallest + Math.floor(((largest - smallest) * ((index * 7_919) % count)) / count)
    const path = join(inside, `file-${String(index).padStart(6, '0')}.bin`)
    writeFileSync(path, noise.subarray(index, index + size))
    paths.push(path)
    bytes += size
  }
  const list = `${folder}.list`
  writeFileSync(list, paths.map((path) => `${path}\0`).join(''))
  return { folder, list, count, bytes }
}

const tinyFilesInFolder = 1_000

/** Makes files of a few bytes. @returns the folder that all of them are in */
export function makeTinyFiles(scratch: string, count: number): string {
  const root = join(scratch, `tiny-${count}`)
  for (let index = 0; index < count; index += 1) {
    const inside = join(root, String(Math.floor(index / tinyFilesInFolder)).padStart(5, '0'))
    if (index % tinyFilesInFolder === 0) mkdirSync(inside, { recursive: true })
    writeFileSync(join(inside, `file-${String(index).padStart(7, '0')}.txt`), `content ${index}`)
  }
  return root
}
