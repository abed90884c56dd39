import { z } from 'zod'
import { formatCount } from '../formats.ts'
import type { Finding } from './finding.ts'

/** Fewer files than that may be too few for many workers, each of which runs programs with pipes. */
const fewFiles = 1_024

const limitSchema = z.union([z.number(), z.literal('unlimited')])
const reportSchema = z.object({
  userLimits: z.object({ open_files: z.object({ soft: limitSchema, hard: limitSchema }) }).optional(),
})

/** How many files this process may have open at once. */
export function openFilesFinding(): Finding {
  const subject = 'open files'
  const { userLimits } = reportSchema.parse(process.report.getReport())
  if (userLimits === undefined) return { subject, status: 'good', message: 'no limit on this system' }
  const { soft, hard } = userLimits.open_files
  const message = `at most ${shown(soft)} at once (the system allows ${shown(hard)})`
  if (soft === 'unlimited' || soft >= fewFiles) return { subject, status: 'good', message }
  return {
    subject,
    status: 'warning',
    message: `${message}; raise it with ulimit -n ${fewFiles} before you start Batchyard.`,
  }
}

function shown(limit: number | 'unlimited'): string {
  return limit === 'unlimited' ? 'any number' : formatCount(limit)
}
