import type { ChecksumAlgorithm } from '../files/algorithms.ts'
import { createFileDigester } from '../files/digest-file.ts'
import { withOpenPath } from '../files/open-file.ts'
import type { TaskFunction } from '../task-type.ts'

/** Makes the function that computes the checksum of a file. */
export async function createChecksumTask(algorithm: ChecksumAlgorithm): Promise<TaskFunction> {
  const digestOf = await createFileDigester(algorithm)
  return (item, context) => [withOpenPath(item.path, (opened) => digestOf(opened, context).digest)]
}
