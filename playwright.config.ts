import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './tests/support/browser.ts'

const browser = findBrowser()

/** Tests that need a window: the interface in a real browser, and the desktop app where Electron is. */
export default defineConfig({
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 600_000,
  // On a machine that is busy with other work a run of a few files may take half a minute to begin.
  expect: { timeout: 60_000 },
  // Each test starts a server and an engine of its own.
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'tests/browser',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        launchOptions: {
          args: browserArguments(),
          ...(browser === null ? {} : { executablePath: browser }),
        },
      },
    },
    {
      name: 'double',
      testDir: 'tests/electron',
      testMatch: 'double*.spec.ts',
      // A whole desktop app for each: on a busy machine its start alone takes long.
      timeout: 600_000,
      expect: { timeout: 60_000 },
    },
    { name: 'electron', testDir: 'tests/electron', testMatch: 'electron.spec.ts' },
  ],
})
