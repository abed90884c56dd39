import { describe, expect, it } from 'vitest'
import { failureText, sumOf, tallyOfPlaywright, tallyOfVitest, withoutFailedTests } from './tallies.ts'

function file(name: string, status: 'passed' | 'failed', tests: readonly string[]) {
  const assertionResults = tests.map((each, place) => ({
    ...{ status: each, fullName: `test ${place + 1}` },
    failureMessages: each === 'failed' ? ['\u001b[31mexpected 1\u001b[39m\n    at somewhere'] : [],
  }))
  return { name, status, message: 'of the whole file', assertionResults }
}

const vitest = {
  testResults: [
    file('/a.test.ts', 'passed', ['passed', 'passed', 'skipped', 'todo']),
    file('/b.test.ts', 'failed', ['passed', 'failed', 'failed']),
  ],
}

describe('tallies', () => {
  it('count the tests of all files, and a file that cannot be loaded as one failed test', () => {
    expect(tallyOfVitest(vitest)).toMatchObject({ passed: 3, failed: 2, notRun: 2 })
    const unloaded = { testResults: [...vitest.testResults, file('/c.test.ts', 'failed', [])] }
    expect(tallyOfVitest(unloaded)).toMatchObject({ passed: 3, failed: 3, notRun: 2 })
  })

  it('leave out a file that is run once more, and never one of which a test has failed', () => {
    const crashed = {
      testResults: [...vitest.testResults, file('/c.test.ts', 'failed', ['passed', 'pending'])],
    }
    expect(withoutFailedTests(crashed, ['/b.test.ts', '/c.test.ts'])).toEqual(['/c.test.ts'])
    expect(tallyOfVitest(crashed, ['/c.test.ts'])).toMatchObject({ passed: 3, failed: 2, notRun: 2 })
    expect(tallyOfVitest(crashed)).toMatchObject({ passed: 4, failed: 3, notRun: 3 })
  })

  it('count a test that passed only at its second try, and an error outside of tests, as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
    expect(tallyOfPlaywright({ stats, errors: [{}] })).toMatchObject({ passed: 5, failed: 3, notRun: 2 })
  })

  it('name what failed, and why', () => {
    const unloaded = { testResults: [...vitest.testResults, file('/c.test.ts', 'failed', [])] }
    expect(tallyOfVitest(unloaded).failures.map(failureText)).toEqual([
      'FAILED: /b.test.ts › test 2\n  expected 1\n      at somewhere',
      'FAILED: /b.test.ts › test 3\n  expected 1\n      at somewhere',
      'FAILED: /c.test.ts\n  of the whole file',
    ])
    const spec = (title: string, ok: boolean) => ({
      ...{ file: 'a.spec.ts', title, ok },
      tests: [{ results: [{ errors: ok ? [] : [{ message: 'not visible' }] }] }],
    })
    const suites = [{ specs: [spec('one', true)], suites: [{ specs: [spec('two', false)] }] }]
    const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 }
    expect(tallyOfPlaywright({ stats, suites }).failures.map(failureText)).toEqual([
      'FAILED: a.spec.ts › two\n  not visible',
    ])
  })

  it('refuse a report of another form', () => {
    expect(() => tallyOfVitest({})).toThrow()
    expect(() => tallyOfPlaywright({ stats: {} })).toThrow()
  })

  it('add up', () => {
    const one = { passed: 1, failed: 2, notRun: 3, failures: [{ file: 'a', title: 'b', message: 'c' }] }
    expect(sumOf([one, one])).toMatchObject({ passed: 2, failed: 4, notRun: 6 })
    expect(sumOf([one, one]).failures).toHaveLength(2)
    expect(sumOf([])).toEqual({ passed: 0, failed: 0, notRun: 0, failures: [] })
  })
})
