import { describe, expect, it } from 'vitest'
import { sumOf, tallyOfPlaywright, tallyOfVitest } from './tallies.ts'

const vitest = {
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numFailedTestSuites: 0,
}

describe('tallies', () => {
  it('count a test file that cannot be loaded as failed', () => {
    expect(tallyOfVitest({ ...vitest, numFailedTestSuites: 2 })).toEqual({ passed: 10, failed: 1, notRun: 0 })
  })

  it('count a test that passed only at its second try, and an error outside of tests, as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
    expect(tallyOfPlaywright({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, notRun: 2 })
  })

  it('refuse a report of another form', () => {
    expect(() => tallyOfVitest({})).toThrow()
    expect(() => tallyOfPlaywright({ stats: {} })).toThrow()
  })

  it('add up', () => {
    const one = { passed: 1, failed: 2, notRun: 3 }
    expect(sumOf([one, one])).toEqual({ passed: 2, failed: 4, notRun: 6 })
    expect(sumOf([])).toEqual({ passed: 0, failed: 0, notRun: 0 })
  })
})
