import { mkdir, writeFile } from 'node:fs/promises'
import { chromium, expect, test } from '@playwright/test'
import type { Browser } from '@playwright/test'
import { endlessFiles } from '../browser/files.ts'
import { Interface } from '../browser/interface.ts'
import { browserArguments, findBrowser } from '../support/browser.ts'
import { DesktopDouble } from '../support/desktop-double.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { TemporaryFolder } from '../support/temporary-folder.ts'

// What only the double can show: what the shell does to the system, and attacks on its page.

let browser: Browser
let folder: TemporaryFolder
let desktop: DesktopDouble

test.beforeAll(async () => {
  const program = findBrowser()
  browser = await chromium.launch({
    args: browserArguments(),
    ...(program === null ? {} : { executablePath: program }),
  })
})

test.afterAll(() => browser.close())

test.beforeEach(async () => {
  folder = await temporaryFolder()
  await mkdir(folder.at('home'))
  desktop = new DesktopDouble(browser, folder.at('home'))
})

test.afterEach(async () => {
  await desktop.end()
  await folder[Symbol.asyncDispose]()
})

test('a script tag in a file name and in a command’s output are shown as text', async () => {
  const app = new Interface(await desktop.window())
  const evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'<"
  await mkdir(folder.at('in'))
  await writeFile(folder.at('in', evil), evil)
  await app.add(folder.at('in'))
  await app.page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('command')
  await app.page.getByRole('textbox', { name: 'Command' }).fill('cat {}')
  await app.runButton.click()
  await app.waitForState('Finished')
  await expect(app.results.getByText('onerror').first()).toBeVisible()
  expect(await app.page.locator('img[src="x"]').count()).toBe(0)
  expect(await app.page.title()).not.toBe('owned')
  expect(desktop.recorded('foreign request')).toEqual([])
  await app.page.screenshot({ path: 'test-results/double/script-tag.png' })
})

test('a page that was taken over leads nowhere: no navigation, no window, no permission, no eval', async () => {
  const page = await desktop.window()
  // The page goes to its first screen by itself.
  await page.waitForURL(/#\/new$/u)
  const before = page.url()
  await page.evaluate(() => {
    globalThis.location.href = 'https://evil.example/'
  })
  await page.evaluate(() => void globalThis.open('https://evil.example/'))
  await desktop.untilRecorded('new window')
  expect(desktop.recorded('new window')).toEqual([false])
  expect(page.url()).toBe(before)
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
    expect(await desktop.mayHave(permission), permission).toBe(false)
  }
  // Later, by the page itself: what a test evaluates at once is exempt from the page's policy.
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(String(Reflect.apply(Reflect.get(globalThis, 'eval'), undefined, ['1'])))
          } catch (error) {
            resolve(error instanceof Error ? error.name : 'thrown')
          }
        })
      }),
  )
  expect(refused).toBe('EvalError')
})

test('the system is told of a run: progress, no sleep, a notification; and nothing after it', async () => {
  const app = new Interface(await desktop.window())
  await writeFile(folder.at('home', 'one.txt'), 'one')
  await app.add(folder.at('home', 'one.txt'))
  await desktop.pageEvent('blur')
  await app.runButton.click()
  await desktop.untilRecorded('notification')
  await desktop.untilRecorded('power save blocker', (value) => value === 'stopped')
  expect(desktop.recorded('power save blocker')).toEqual([{ started: 'prevent-app-suspension' }, 'stopped'])
  expect(desktop.recorded('notification')).toEqual([
    { title: expect.stringContaining('Finished'), body: '1 succeeded' },
  ])
  await expect.poll(() => desktop.recorded('progress bar').at(-1)).toEqual({ progress: -1, mode: 'normal' })
  desktop.do({ kind: 'click-notification' })
  await app.waitForState('Finished')
})

test('a run goes on without its window, under an icon in the tray that leads back to it', async () => {
  const app = new Interface(await desktop.window())
  await endlessFiles(folder.at('in'), 1)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await desktop.untilRecorded('power save blocker')
  await desktop.pageEvent('close')
  await desktop.untilRecorded('tray', (value) => JSON.stringify(value).includes('Batchyard: running'))
  desktop.do({ kind: 'click-tray' })
  const again = new Interface(await desktop.window())
  await desktop.untilRecorded('tray', (value) => value === 'destroyed')
  await again.goTo('Runs')
  await expect(again.page.getByText('Running').first()).toBeVisible()
})

test('a time limit stands still while the machine sleeps, and goes on when it wakes', async () => {
  const app = new Interface(await desktop.window())
  await endlessFiles(folder.at('in'), 1)
  await app.add(folder.at('in'))
  await app.page.getByRole('button', { name: 'Limits and retries' }).click()
  await app.page.getByRole('combobox', { name: 'Time limit for a file' }).selectOption('Fixed')
  await app.page.getByRole('textbox', { name: 'Time limit in seconds' }).fill('2')
  desktop.do({ kind: 'emit', from: 'powerMonitor', event: 'suspend', parameters: [] })
  await app.runButton.click()
  // More than the limit has passed by the clock, and the file is still worked on.
  await expect(app.page.getByRole('region', { name: 'Workers' })).toContainText(/img(?:[4-9]|\d\d)\ss/u)
  await expect(app.figure('Failed')).toContainText('0')
  desktop.do({ kind: 'emit', from: 'powerMonitor', event: 'resume', parameters: [] })
  await app.waitForState('Finished')
  await expect(app.figure('Failed')).toContainText('1')
  await expect(app.page.getByText('took longer than its time limit').first()).toBeVisible()
})
