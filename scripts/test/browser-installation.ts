import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from '../../tests/support/browser.ts'
import { projectFolder } from '../project-folder.ts'
import { runProgram } from '../run-program.ts'

/** How long each way of getting a browser may take, in milliseconds. */
const downloadTimeLimit = 3 * 60_000
const packageTimeLimit = 10 * 60_000

/** A browser to test with, or why there is none. */
export type BrowserSearch =
  { readonly found: true; readonly program: string } | { readonly found: false; readonly reason: string }

/**
 * Finds a Chromium, or gets one: an installed one first, then Playwright's own download, then, on Debian
 * as root, the `chromium` package.
 */
export async function provideBrowser(tell: (line: string) => void): Promise<BrowserSearch> {
  const installed = findBrowser()
  if (installed !== null) return { found: true, program: installed }

  tell("No Chromium or Chrome is installed; getting Playwright's own.")
  const cli = join(projectFolder, 'node_modules', 'playwright', 'cli.js')
  const download = await runProgram(process.execPath, [cli, 'install', 'chromium'], {
    timeLimit: downloadTimeLimit,
  })
  const own = findBrowser()
  if (own !== null) return { found: true, program: own }
  const tried = [`Playwright's download failed (${download.timedOut ? 'it took too long' : 'see above'})`]
  if (!download.timedOut) tell(lastLines(download.output))

  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    tell('Installing the chromium package.')
    const fromPackage = await installPackage(tell)
    if (fromPackage !== null) return { found: true, program: fromPackage }
    tried.push('apt-get could not install the chromium package')
  } else {
    tried.push('this is not Debian as root, so that no package was tried')
  }
  return { found: false, reason: `${tried.join('; ')}. Install Chromium or Chrome, then test again.` }
}

async function installPackage(tell: (line: string) => void): Promise<string | null> {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { environment, timeLimit: packageTimeLimit }
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const step = await runProgram('apt-get', words, options)
    if (step.exitCode !== 0) {
      tell(lastLines(step.output))
      return null
    }
  }
  return findBrowser()
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-5).join('\n')
}
