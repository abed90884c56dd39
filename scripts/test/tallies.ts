import { z } from 'zod'

/** How the tests of one runner ended. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Tests that the runner left out: those for another system, and nothing else. */
  readonly notRun: number
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed']),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()).default([]),
})

/**
 * The tally in a report of vitest's `json` reporter. A file that cannot be loaded counts as one failed test.
 * @param apart whole paths of files that do not count here, because they are run once more
 */
export function tallyOfVitest(report: unknown, apart: readonly string[] = []): Tally {
  const tallies = vitestReport
    .parse(report)
    .testResults.filter(({ name }) => !apart.includes(name))
    .map(({ status, assertionResults }): Tally => {
      const passed = assertionResults.filter((test) => test.status === 'passed').length
      const failed = assertionResults.filter((test) => test.status === 'failed').length
      return {
        passed,
        failed: status === 'failed' ? Math.max(failed, 1) : failed,
        notRun: assertionResults.length - passed - failed,
      }
    })
  return sumOf(tallies)
}

/** Which of these files (whole paths) had no failed test in a report of vitest's, as far as they came. */
export function withoutFailedTests(report: unknown, files: readonly string[]): string[] {
  const { testResults } = vitestReport.parse(report)
  const failed = testResults.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  )
  return files.filter((file) => !failed.some(({ name }) => name === file))
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
