import { formatCounted } from '../formats.ts'
import { oldLists } from '../kept-lists.ts'
import type { Finding } from './finding.ts'

/** A list that nobody has written to for so long is hardly needed any more. Milliseconds: a week. */
const abandonedAfter = 7 * 86_400_000

/** Lists of paths that commands kept for runs that were killed. */
export async function leftoverFinding(dataDirectory: string): Promise<Finding> {
  const subject = 'leftovers'
  const old = await oldLists(dataDirectory, Date.now() - abandonedAfter)
  const [first] = old
  if (first === undefined) return { subject, status: 'good', message: 'none' }
  return {
    subject,
    status: 'warning',
    message:
      `${formatCounted(old.length, 'list')} of paths from standard input, such as ${first}; they may be ` +
      'deleted unless a run that was interrupted while it looked for files is to be resumed.',
  }
}
