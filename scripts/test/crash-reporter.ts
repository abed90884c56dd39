import { writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'
import { crashReportVariable, findCrashes } from './crashes.ts'

/** A reporter of vitest's that writes down which test files lost their process; its own reports leave that out. */
export default class CrashReporter implements Reporter {
  onTestRunEnd(...[, errors]: Parameters<NonNullable<Reporter['onTestRunEnd']>>): void {
    const file = process.env[crashReportVariable]
    if (file !== undefined) writeFileSync(file, JSON.stringify(findCrashes(errors)))
  }
}
