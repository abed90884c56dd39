import { describe, expect, it } from 'vitest'
import { sumOf, tallyOfPlaywright, tallyOfVitest, withoutFailedTests } from './tallies.ts'

function file(name: string, status: 'passed' | 'failed', tests: readonly string[]) {
  return { name, status, assertionResults: tests.map((each) => ({ status: each })) }
}

const vitest = {
  testResults: [
    file('/a.test.ts', 'passed', ['passed', 'passed', 'skipped', 'todo']),
    file('/b.test.ts', 'failed', ['passed', 'failed', 'failed']),
  ],
}

describe('tallies', () => {
  it('count the tests of all files, and a file that cannot be loaded as one failed test', () => {
    expect(tallyOfVitest(vitest)).toEqual({ passed: 3, failed: 2, notRun: 2 })
    const unloaded = { testResults: [...vitest.testResults, file('/c.test.ts', 'failed', [])] }
    expect(tallyOfVitest(unloaded)).toEqual({ passed: 3, failed: 3, notRun: 2 })
  })

  it('leave out a file that is run once more, and never one of which a test has failed', () => {
    const crashed = {
      testResults: [...vitest.testResults, file('/c.test.ts', 'failed', ['passed', 'pending'])],
    }
    expect(withoutFailedTests(crashed, ['/b.test.ts', '/c.test.ts'])).toEqual(['/c.test.ts'])
    expect(tallyOfVitest(crashed, ['/c.test.ts'])).toEqual({ passed: 3, failed: 2, notRun: 2 })
    expect(tallyOfVitest(crashed)).toEqual({ passed: 4, failed: 3, notRun: 3 })
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
