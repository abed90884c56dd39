import { fileURLToPath } from 'node:url'
import { chromium, test } from '@playwright/test'
import type { Browser } from '@playwright/test'
import { browserArguments, findBrowser } from '../support/browser.ts'
import { DesktopDouble } from '../support/desktop-double.ts'
import { describeJourneys, screenshotsIn } from './journeys.ts'
import type { DesktopUnderTest } from './journeys.ts'

// The journeys over the double of Electron: what is built runs, in real processes and a real Chromium.

let browser: Browser

test.beforeAll(async () => {
  const program = findBrowser()
  browser = await chromium.launch({
    args: browserArguments(),
    ...(program === null ? {} : { executablePath: program }),
  })
})

test.afterAll(() => browser.close())

describeJourneys(
  (home, words) => Promise.resolve(underTest(new DesktopDouble(browser, home, words))),
  screenshotsIn(fileURLToPath(new URL('../../test-results/double', import.meta.url))),
)

function underTest(double: DesktopDouble): DesktopUnderTest {
  return {
    window: () => double.window(),
    answerDialog: (dialog, answer) => double.answerDialog(dialog, answer),
    drop: (paths) => double.drop(paths),
    clickMenu: (label) => Promise.resolve(double.do({ kind: 'menu', label })),
    async killEngine() {
      process.kill(await double.processOf('Batchyard engine'), 'SIGKILL')
    },
    startAgain: (words) => double.another(words).exited,
    async commandLine(words) {
      const command = double.another(words)
      return { exitCode: await command.exited, output: command.output }
    },
    quit: () => Promise.resolve(double.do({ kind: 'quit' })),
    exited: double.exited,
    end: () => double.end(),
    complaints: double.complaints,
  }
}
