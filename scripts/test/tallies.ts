import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** So much is told of what a failed test said, in lines: where and why, without all of the stack. */
const mostLinesTold = 12

/** How the tests of one runner ended. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Tests that the runner left out: those for another system, and nothing else. */
  readonly notRun: number
  /** What is known of those that failed. */
  readonly failures: readonly FailedTest[]
}

/** A test that failed, and the beginning of what it said; or a file that could not be loaded. */
export interface FailedTest {
  readonly file: string
  readonly title: string
  readonly message: string
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed']),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string().default(''),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

const playwrightSuite = z.object({
  get suites(): z.ZodDefault<z.ZodArray<typeof playwrightSuite>> {
    return z.array(playwrightSuite).default([])
  },
  specs: z
    .array(
      z.object({
        file: z.string(),
        title: z.string(),
        ok: z.boolean(),
        tests: z.array(
          z.object({
            results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })) })),
          }),
        ),
      }),
    )
    .default([]),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()).default([]),
  suites: z.array(playwrightSuite).default([]),
})

/**
 * The tally in a report of vitest's `json` reporter. A file that cannot be loaded counts as one failed test.
 * @param apart whole paths of files that do not count here, because they are run once more
 */
export function tallyOfVitest(report: unknown, apart: readonly string[] = []): Tally {
  const tallies = vitestReport
    .parse(report)
    .testResults.filter(({ name }) => !apart.includes(name))
    .map(({ name, status, message, assertionResults }): Tally => {
      const passed = assertionResults.filter((test) => test.status === 'passed').length
      const failures = assertionResults
        .filter((test) => test.status === 'failed')
        .map(({ fullName, failureMessages }) => ({
          ...{ file: name, title: fullName },
          message: failureMessages?.join('\n') ?? '',
        }))
      const notRun = assertionResults.length - passed - failures.length
      if (status === 'failed' && failures.length === 0) failures.push({ file: name, title: '', message })
      return { passed, failed: failures.length, notRun, failures }
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
  const { stats, errors, suites } = playwrightReport.parse(report)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    notRun: stats.skipped,
    failures: suites.flatMap(failuresOfSuite),
  }
}

function failuresOfSuite({ suites, specs }: z.infer<typeof playwrightSuite>): FailedTest[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors))
      return { file, title, message: errors.map(({ message }) => message).join('\n') }
    })
  return [...own, ...suites.flatMap(failuresOfSuite)]
}

/** How a failed test is told: where it is, and the beginning of what it said. */
export function failureText({ file, title, message }: FailedTest): string {
  const beginning = stripVTControlCharacters(message).split('\n').slice(0, mostLinesTold)
  return [
    `FAILED: ${title === '' ? file : `${file} › ${title}`}`,
    ...beginning.map((line) => `  ${line}`),
  ].join('\n')
}

/** The sum of what several runners did. */
export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      notRun: sum.notRun + tally.notRun,
      failures: [...sum.failures, ...tally.failures],
    }),
    { passed: 0, failed: 0, notRun: 0, failures: [] },
  )
}
