import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserVariable } from '../tests/support/browser.ts'
import { findElectronRuntime } from '../tests/support/electron-runtime.ts'
import { ensureBuilt } from './build.ts'
import { projectFolder } from './project-folder.ts'
import { runProgram } from './run-program.ts'
import { provideBrowser } from './test/browser-installation.ts'
import { sumOf, tallyOfPlaywright, tallyOfVitest, type Tally } from './test/tallies.ts'

/** Tests that need POSIX or Linux itself say so and are left out elsewhere; here nothing may be left out. */
const everyTestRunsHere = process.platform === 'linux'

/** A runner that could not do its work counts as one failed test. */
const runnerFailed: Tally = { passed: 0, failed: 1, notRun: 0 }

process.exitCode = await testEverything()

/** Runs all tests; the last line says how many passed and failed. */
async function testEverything(): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), 'batchyard-reports-'))
  try {
    const tallies: Tally[] = []
    if (await built()) {
      tallies.push(await unitAndIntegrationTests(join(reports, 'vitest.json')))
      tallies.push(...(await browserAndElectronTests(reports)))
    } else {
      tallies.push(runnerFailed)
    }
    const { passed, failed, notRun } = sumOf(tallies)
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

async function unitAndIntegrationTests(report: string): Promise<Tally> {
  tell('Unit and integration tests')
  const cli = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs')
  const words = [cli, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { exitCode } = await runProgram(process.execPath, words, { show: true })
  return readTally(report, exitCode, tallyOfVitest)
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
