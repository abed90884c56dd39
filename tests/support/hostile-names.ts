export { hostileNames } from '../../electron/engine/tasks/fixtures/hostile-names.ts'

/** A folder path so deep that a file in it has a path of nearly so many bytes, relative to a root of `rootLength` bytes. */
export function deepFolder(rootLength: number, bytes: number): string {
  const names: string[] = []
  let length = rootLength
  while (length + 101 < bytes) {
    names.push('d'.repeat(100))
    length += 101
  }
  return names.join('/')
}
