import { fstatSync } from 'node:fs'
import { createFileDigester } from '../files/digest-file.ts'
import { attemptRead, withOpenPath } from '../files/open-file.ts'
import type { TaskFunction } from '../task-type.ts'

/**
 * Makes the function that tells of a file what duplicates are told by: SHA-256 and size of its content, which file
 * it is on its volume (hard links are one file under several names) and how many names that has.
 */
export async function createDuplicatesTask(): Promise<TaskFunction> {
  const digestOf = await createFileDigester('sha256')
  return (item, context) =>
    withOpenPath(item.path, (opened) => {
      // Numbers of files and volumes may be larger than a number holds exactly.
      const { dev, ino, nlink } = attemptRead(item.path, () => fstatSync(opened.descriptor, { bigint: true }))
      const { digest, bytes } = digestOf(opened, context)
      return [digest, bytes, `${dev}:${ino}`, Number(nlink)]
    })
}
