import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserVariable } from '../tests/support/browser.ts'
import { findElectronRuntime } from '../tests/support/electron-runtime.ts'
import { ensureBuilt } from './build.ts'
import { projectFolder } from './project-folder.ts'
import { runProgram } from './run-program.ts'
import { provideBrowser } from './test/browser-installation.ts'
import { crashReportSchema, crashReportVariable } from './test/crashes.ts'
import {
  failureText,
  sumOf,
  tallyOfPlaywright,
  tallyOfVitest,
  withoutFailedTests,
  type Tally,
} from './test/tallies.ts'

/** Tests that need POSIX or Linux itself say so and are left out elsewhere; here nothing may be left out. */
const everyTestRunsHere = process.platform === 'linux'

/** A runner that could not do its work counts as one failed test. */
const runnerFailed: Tally = { passed: 0, failed: 1, notRun: 0, failures: [] }

process.exitCode = await testEverything()

/** Runs all tests; at the end it names those that failed, and the last line says how many passed and failed. */
async function testEverything(): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), 'batchyard-reports-'))
  try {
    const tallies: Tally[] = []
    if (await built()) {
      tallies.push(await unitAndIntegrationTests(reports))
      tallies.push(...(await browserAndElectronTests(reports)))
    } else {
      tallies.push(runnerFailed)
    }
    const { passed, failed, notRun, failures } = sumOf(tallies)
    for (const failure of failures) tell(failureText(failure))
    if (!everyTestRunsHere) {
      tell(`${notRun} tests are about another system than this one; they run on Linux.`)
      process.stdout.write(`${passed} passed, ${failed} failed, ${notRun} skipped\n`)
      return failed === 0 ? 0 : 1
    }
    if (notRun > 0) tell(`${notRun} tests were left out by their runner; that counts as failed.`)
    process.stdout.write(`${passed} passed, ${failed + notRun} failed\n`)
    return failed + notRun === 0 ? 0 : 1
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function built(): Promise<boolean> {
  try {
    await ensureBuilt(tell)
    return true
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    return false
  }
}

/**
 * A test file whose process was ended by a defect of the runtime itself, and of which no test had failed by then, is
 * run once more, and that is told. Whatever else goes wrong counts as failed at once.
 */
async function unitAndIntegrationTests(reports: string): Promise<Tally> {
  tell('Unit and integration tests')
  const report = join(reports, 'vitest.json')
  const exitCode = await runVitest(report, [])
  const crashed = crashedFiles(report)
  if (crashed.length === 0) return readTally(report, exitCode, tallyOfVitest)
  tell(`RUN ONCE MORE, because their process was ended by the runtime: ${crashed.join(', ')}`)
  const again = join(reports, 'vitest-again.json')
  const codeAgain = await runVitest(again, crashed)
  // All that speaks against the first run is these files.
  const first = readTally(report, 0, (read) => tallyOfVitest(read, crashed))
  return sumOf([first, readTally(again, codeAgain, tallyOfVitest)])
}

async function runVitest(report: string, files: readonly string[]): Promise<number | null> {
  const cli = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['default', 'json', './scripts/test/crash-reporter.ts'].map(
    (name) => `--reporter=${name}`,
  )
  const words = [cli, 'run', ...reporters, `--outputFile.json=${report}`, ...files]
  const environment = {
    // Threads that find their sources stripped of types need no WebAssembly for it: its code, made and freed in many
    // threads at once, is what can end a process (https://github.com/nodejs/node/issues/64500). They also start sooner.
    NODE_COMPILE_CACHE: join(projectFolder, 'node_modules', '.cache', 'compiled'),
    ...process.env,
    [crashReportVariable]: crashReportOf(report),
  }
  const { exitCode } = await runProgram(process.execPath, words, { show: true, environment })
  return exitCode
}

function crashReportOf(report: string): string {
  return `${report}.crashes`
}

/** The files to be run once more: none where anything else went wrong outside of tests. */
function crashedFiles(report: string): string[] {
  try {
    const { crashes, others } = crashReportSchema.parse(
      JSON.parse(readFileSync(crashReportOf(report), 'utf8')),
    )
    for (const { file, signal } of crashes) tell(`${file}: its process was ended by ${signal}.`)
    if (others > 0) return []
    const read: unknown = JSON.parse(readFileSync(report, 'utf8'))
    return withoutFailedTests(
      read,
      crashes.map(({ file }) => file),
    )
  } catch {
    // Without a report there is nothing to go by, and the run counts as it is.
    return []
  }
}

async function browserAndElectronTests(reports: string): Promise<Tally[]> {
  const tallies: Tally[] = []
  tell('Browser tests')
  const browser = await provideBrowser(tell)
  if (browser.found) {
    tallies.push(await playwrightTests('browser', join(reports, 'browser.json'), browser.program))
    tell('Desktop tests over the double of Electron')
    tallies.push(await playwrightTests('double', join(reports, 'double.json'), browser.program))
  } else {
    tell(`The browser tests could not run: ${browser.reason}`)
    tallies.push(runnerFailed)
  }
  const runtime = findElectronRuntime()
  if (runtime.found) {
    tell('Electron tests')
    tallies.push(await playwrightTests('electron', join(reports, 'electron.json'), null))
  } else {
    tell(`NOT RUN: the Electron suite (tests/electron/electron.spec.ts). ${runtime.reason}`)
  }
  return tallies
}

async function playwrightTests(project: string, report: string, browser: string | null): Promise<Tally> {
  const cli = join(projectFolder, 'node_modules', '@playwright', 'test', 'cli.js')
  const words = [cli, 'test', `--project=${project}`, '--reporter=list,json']
  const { exitCode } = await runProgram(process.execPath, words, {
    show: true,
    environment: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...(browser === null ? {} : { [browserVariable]: browser }),
    },
  })
  return readTally(report, exitCode, tallyOfPlaywright)
}

/** A runner that ended badly while its report has nothing bad has failed outside of its tests. */
function readTally(report: string, exitCode: number | null, tallyOf: (report: unknown) => Tally): Tally {
  try {
    const tally = tallyOf(JSON.parse(readFileSync(report, 'utf8')))
    return exitCode === 0 || tally.failed > 0 ? tally : { ...tally, failed: 1 }
  } catch (error) {
    tell(`The test runner left no report: ${error instanceof Error ? error.message : String(error)}`)
    return runnerFailed
  }
}
