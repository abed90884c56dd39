import { z } from 'zod'

/** How the tests of one runner ended. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Tests that the runner left out: those for another system, and nothing else. */
  readonly notRun: number
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numFailedTestSuites: z.int(),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()).default([]),
})

/** The tally in a report of vitest's `json` reporter. A file that cannot be loaded counts as one failed test. */
export function tallyOfVitest(report: unknown): Tally {
  const parsed = vitestReport.parse(report)
  return {
    passed: parsed.numPassedTests,
    failed: Math.max(parsed.numFailedTests, parsed.numFailedTestSuites > 0 ? 1 : 0),
    notRun: parsed.numPendingTests + parsed.numTodoTests,
  }
}

/** The tally in a report of Playwright's `json` reporter. What passed only at a second try has failed. */
export function tallyOfPlaywright(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    notRun: stats.skipped,
  }
}

/** The sum of what several runners did. */
export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      notRun: sum.notRun + tally.notRun,
    }),
    { passed: 0, failed: 0, notRun: 0 },
  )
}
