import { isAbsolute } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { EngineError, errorCode } from '../../errors.ts'
import { quotePath } from '../../inputs/problems.ts'
import { lookIntoChecksumList } from './checksum-list.ts'
import type { VerifyParameters } from './parameters.ts'

/**
 * Refuses a list that cannot be read or has no checksum in it, before a run begins.
 * @throws EngineError INVALID_PARAMETERS
 */
export function checkVerify({ mode, list, algorithm }: VerifyParameters): void {
  if (mode === 'sidecar') return
  if (list === '')
    throw invalid('No list is named. Give the whole path of one as "list", or compare with sidecars.')
  if (!isAbsolute(list)) {
    throw invalid(
      `The list ${quotePath(list)} is named by a relative path. Give the whole path, from the root on.`,
    )
  }
  try {
    lookIntoChecksumList(list, algorithm)
  } catch (error) {
    throw invalid(`The list ${quotePath(list)} ${listProblem(error)}.`, error)
  }
}

/** What is wrong with a list, in words that go on after its name. */
export function listProblem(error: unknown): string {
  const reason = errorCode(error)
  if (reason === 'ENOENT' || reason === 'ENOTDIR') return 'does not exist'
  for (const [name, words] of getSystemErrorMap().values()) {
    if (name === reason) return `cannot be read: ${words} (${name})`
  }
  return error instanceof Error ? error.message : String(error)
}

function invalid(message: string, cause?: unknown): EngineError {
  return new EngineError('INVALID_PARAMETERS', message, {
    data: { task: 'verify', parameter: 'list' },
    cause,
  })
}
