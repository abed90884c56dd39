import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

/** The variable by which the test runner hands the browser it found to the tests. */
export const browserVariable = 'BATCHYARD_TEST_BROWSER'

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
] as const

/** A Chromium to test with: Playwright's own if it is there, else one that is installed, else null. */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string | null {
  const chosen = environment[browserVariable]
  if (chosen !== undefined && chosen !== '') return chosen
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const extension = process.platform === 'win32' ? '.exe' : ''
  const candidates = folders.flatMap((folder) =>
    namesOnPath.map((name) => join(folder, `${name}${extension}`)),
  )
  return [...candidates, ...usualPlaces(environment)].find(isProgram) ?? null
}

/** Where installers put browsers without putting them on the path. */
function usualPlaces(environment: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform !== 'win32') return ['/opt/google/chrome/chrome', '/snap/bin/chromium']
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = environment[name]
    if (folder === undefined) return []
    return [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]
  })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** How the browser is started: quiet, and without reaching for the network by itself. */
export function browserArguments(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    '--disable-sync',
    '--disable-quic',
  ]
  // Chromium's sandbox does not work for root; for everybody else it stays on.
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet
}
