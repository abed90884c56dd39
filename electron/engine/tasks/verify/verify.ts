import type { PathText } from '../../../../shared/model/path-text.ts'
import { EngineError, ItemError } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import type { ChecksumAlgorithm } from '../files/algorithms.ts'
import { createFileDigester, type FileDigester } from '../files/digest-file.ts'
import { withOpenPath } from '../files/open-file.ts'
import type { TaskFunction } from '../task-type.ts'
import { listProblem } from './check.ts'
import { readChecksumList, type ChecksumList } from './checksum-list.ts'
import type { VerifyParameters } from './parameters.ts'
import { isSidecar, readSidecar, sidecarSuffixes } from './sidecars.ts'

/** What a file should be. */
interface Expectation {
  readonly algorithm: ChecksumAlgorithm
  readonly digest: string
  /** The file that says so. */
  readonly from: PathText
}

/** Finds out what a file should be; null for one that only says it of others. */
type ExpectationOf = (path: PathText) => Expectation | null

/**
 * Makes the function that compares a file with its checksum. A list is read once, here.
 * @throws EngineError INVALID_PARAMETERS for a list that cannot be read
 */
export function createVerifyTask(given: VerifyParameters): TaskFunction {
  const expectationOf = given.mode === 'list' ? listExpectations(given) : sidecarExpectations(given)
  const digesters = new Map<ChecksumAlgorithm, Promise<FileDigester>>()

  function digesterOf(algorithm: ChecksumAlgorithm): Promise<FileDigester> {
    const known = digesters.get(algorithm) ?? createFileDigester(algorithm)
    digesters.set(algorithm, known)
    return known
  }

  return async ({ path }, context) => {
    const expected = expectationOf(path)
    if (expected === null) return [null, null, null]
    const { algorithm, from } = expected
    const digestOf = await digesterOf(algorithm)
    const { digest } = withOpenPath(path, (opened) => digestOf(opened, context))
    if (digest === expected.digest) return [algorithm, digest, from]
    throw new ItemError(
      'MISMATCH',
      `${quotePath(path)} is not what ${quotePath(from)} says: its ${algorithm} checksum is ${digest}, and ` +
        `${expected.digest} was expected. It was changed or damaged since, or the checksum is that of another version.`,
    )
  }
}

function listExpectations({ list, algorithm }: VerifyParameters): ExpectationOf {
  const checksums = loadList(list, algorithm)
  return (path) => {
    const found = checksums.find(path)
    if (found === null) {
      if (checksums.isList(path)) return null
      throw new ItemError('NOT_LISTED', `${quotePath(path)} is not in the list ${quotePath(list)}.`)
    }
    if (found.isContradicted) {
      throw new ItemError(
        'INVALID_CONTENT',
        `The list ${quotePath(list)} has different ${found.algorithm} checksums for ${quotePath(path)}. Take out the wrong one.`,
      )
    }
    return { algorithm: found.algorithm, digest: found.digest, from: list }
  }
}

function loadList(list: PathText, algorithm: VerifyParameters['algorithm']): ChecksumList {
  try {
    return readChecksumList(list, algorithm)
  } catch (error) {
    throw new EngineError('INVALID_PARAMETERS', `The list ${quotePath(list)} ${listProblem(error)}.`, {
      data: { task: 'verify', parameter: 'list' },
      cause: error,
    })
  }
}

function sidecarExpectations({ algorithm }: VerifyParameters): ExpectationOf {
  return (path) => {
    const sidecar = readSidecar(path, algorithm)
    if (sidecar !== null) return { ...sidecar, from: sidecar.path }
    if (isSidecar(path)) return null
    throw new ItemError(
      'NOT_LISTED',
      `${quotePath(path)} has no checksum beside it. Its name would be that of the file and one of ${sidecarSuffixes(algorithm)}.`,
    )
  }
}
