import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { desktopEnvironment } from '../support/desktop-environment.ts'
import { findElectronRuntime } from '../support/electron-runtime.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { describeJourneys, screenshotsIn } from './journeys.ts'
import type { DesktopUnderTest } from './journeys.ts'

// The journeys over a real Electron, with the built bundles in `out/`. Where there is no Electron runtime,
// `npm test` does not run this file and says so by name; run all the same, it fails.

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The name of the input by which real files come into a page, with their paths. */
const pickerId = 'test-files'

function runtime(): string {
  const found = findElectronRuntime()
  if (!found.found) throw new Error(found.reason)
  return found.executable
}

/** A user of Electron's own: its profile lies in the home as well. */
function wordsFor(home: string, words: readonly string[]): string[] {
  return [root, ...words, `--user-data-dir=${home}/chromium`]
}

describeJourneys(
  async (home, words) => {
    const application = await _electron.launch({
      executablePath: runtime(),
      args: wordsFor(home, words),
      env: desktopEnvironment(home),
      cwd: home,
    })
    const complaints: string[] = []
    application.on('window', (page) => {
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
    })
    return underTest(application, home, complaints)
  },
  screenshotsIn(fileURLToPath(new URL('../../test-results/electron', import.meta.url))),
)

function underTest(
  application: ElectronApplication,
  home: string,
  complaints: readonly string[],
): DesktopUnderTest {
  const child = application.process()
  const exited = once(child, 'exit').then(() => child.exitCode)
  // Not `whenReady`: Playwright's own loader delays it.
  const window = (): Promise<Page> => application.firstWindow()
  return {
    window,
    complaints,
    exited,
    answerDialog: (name, answer) =>
      application.evaluate(
        ({ dialog }, [method, given]) => {
          Reflect.set(dialog, method, () => Promise.resolve(given))
        },
        [name, answer] as const,
      ),
    drop: async (paths) => await dropFiles(await window(), paths),
    clickMenu: (label) =>
      application.evaluate(({ Menu }, words) => {
        const items = Menu.getApplicationMenu()?.items ?? []
        const all = items.flatMap((item) => [item, ...(item.submenu?.items ?? [])])
        const item = all.find((each) => each.label === words)
        if (item === undefined) throw new Error(`the menu has no item ${words}`)
        item.click()
      }, label),
    killEngine: () =>
      application.evaluate(({ app }) => {
        const engine = app.getAppMetrics().find((metric) => metric.name === 'Batchyard engine')
        if (engine === undefined) throw new Error('there is no engine process')
        process.kill(engine.pid, 'SIGKILL')
      }),
    startAgain: async (words) => (await startPlainly(home, words)).exitCode,
    commandLine: (words) => startPlainly(home, words),
    // The page may be gone before the answer to this comes.
    quit: () => application.evaluate(({ app }) => app.quit()).catch(() => undefined),
    async end() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Starts Electron without Playwright's loader, as a user's second start is. */
async function startPlainly(
  home: string,
  words: readonly string[],
): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(runtime(), wordsFor(home, words), {
    env: desktopEnvironment(home),
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
  await once(child, 'close')
  return { exitCode: child.exitCode, output }
}

/** Files that a picker took have real paths, which a page could not make up. */
async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page.evaluate((id) => {
    const picker = document.createElement('input')
    picker.type = 'file'
    picker.id = id
    picker.webkitdirectory = true
    document.body.append(picker)
  }, pickerId)
  const [folder = ''] = paths
  await page.locator(`#${pickerId}`).setInputFiles(folder)
  await page.evaluate((id) => {
    const picker = document.querySelector<HTMLInputElement>(`#${id}`)
    const transfer = new DataTransfer()
    for (const file of picker?.files ?? []) transfer.items.add(file)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }),
      )
    }
    picker?.remove()
  }, pickerId)
}

test('is the Electron and the Node that the project is made for', async () => {
  await using folder = await temporaryFolder()
  const application = await _electron.launch({
    executablePath: runtime(),
    args: wordsFor(folder.path, []),
    env: desktopEnvironment(folder.path),
  })
  const versions = await application.evaluate(() => process.versions)
  expect(versions.electron).toMatch(/^45\./)
  expect(versions.node).toMatch(/^24\./)
  await application.close()
})
