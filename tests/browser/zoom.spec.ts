import type { Locator, Page } from '@playwright/test'
import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

// A window of 1280 by 800 at 200 %.
test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })

/** The page itself never scrolls sideways; a table may, within its own frame. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const main = document.querySelector('main')
    return [document.documentElement, main].map((element) =>
      element === null ? 0 : element.scrollWidth - element.clientWidth,
    )
  })
  expect(overflow).toEqual([0, 0])
}

/** Wholly within the window, if need be after scrolling. */
async function expectReachable(action: Locator): Promise<void> {
  await action.scrollIntoViewIfNeeded()
  await expect(action).toBeInViewport({ ratio: 1 })
}

test('every screen can be used at 200 %', async ({ app, folder }, testInfo) => {
  const { page } = app
  async function check(name: string, ...actions: Locator[]): Promise<void> {
    await page.screenshot({ path: testInfo.outputPath(`${name}.png`) })
    for (const action of actions) await expectReachable(action)
    await expectNoSidewaysScroll(page)
  }

  await smallFiles(folder.at('in'), 30)
  await app.add(folder.at('in'))
  await app.add(folder.at('missing.jpg'))
  await check('new-job', app.pathField, app.runButton)
  await app.runButton.click()
  await app.waitForState('Finished')
  await check('run', app.exportButton, app.action('Run again'), app.results.getByRole('gridcell').first())
  await app.action('Run again').click()
  await expect(page).toHaveURL(/runs\/2$/u)
  await app.waitForState('Finished')

  await app.goTo('Runs')
  const boxes = page.getByRole('checkbox', { name: /^Compare the run/u })
  for (const place of [0, 1]) await boxes.nth(place).click()
  const compare = page.getByRole('toolbar').getByRole('link', { name: 'Compare' })
  await expect(page.getByRole('table').getByRole('link', { name: 'in and 1 more' })).toHaveCount(2)
  await check('runs', page.getByRole('link', { name: 'New job' }).last(), compare)
  await compare.click()
  const list = page.getByRole('grid', { name: 'Files in both runs' })
  await expect(list).toBeVisible()
  await check(
    'comparison',
    page.getByRole('button', { name: 'Export CSV' }),
    list.getByRole('gridcell').first(),
  )

  await app.goTo('Presets')
  await expect(page.getByText('No presets yet.')).toBeVisible()
  await check('presets', page.getByRole('button', { name: /^Import/u }).first())
  await app.goTo('Settings')
  await expect(page.getByText('Database', { exact: true })).toBeVisible()
  await check('settings', page.getByRole('button', { name: 'Licences of what is in it' }))
})
