import type { ResultStatus } from '../../../shared/model/result.ts'
import { damagedRecord } from './database-errors.ts'

/** How a status stands in the `status` column of results. */
export const statusCodes = {
  succeeded: 0,
  failed: 1,
  'already-done': 2,
  skipped: 3,
} as const satisfies Record<ResultStatus, number>

const statuses: readonly ResultStatus[] = ['succeeded', 'failed', 'already-done', 'skipped']

export function toStatus(code: number): ResultStatus {
  const status = statuses[code]
  if (status === undefined) throw damagedRecord(`the status ${code} of a result`)
  return status
}
