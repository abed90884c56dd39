import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('the palette finds every action by a few letters, and shortcuts lead there at once', async ({ app }) => {
  const { page } = app
  await expect(app.pathField).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette.locator('input')).toBeFocused()
  await page.keyboard.type('settin')
  await expect(palette.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  await expect(palette).toBeHidden()

  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('heading', { name: 'Presets', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(palette).toBeVisible()
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('heading', { name: 'Presets', level: 1, includeHidden: true })).toBeAttached()
  await page.keyboard.press('Control+k')
  await expect(palette).toBeHidden()
  await page.keyboard.press('Alt+n')
  await expect(app.pathField).toBeVisible()
})

test('Enter takes what the letters say, however soon it is pressed after the last of them', async ({
  app,
}) => {
  const { page } = app
  await expect(app.pathField).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await expect(palette.locator('input')).toBeFocused()
  // Each key finds the page as the key before has left it: no timer of the page runs out between them.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.keyboard.type('Presets')
  await page.keyboard.press('Enter')
  await page.clock.resume()
  await expect(page.getByRole('heading', { name: 'Presets', level: 1 })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the theme is chosen in the palette and kept over a reload', async ({ app }) => {
  const { page } = app
  await expect(app.pathField).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Dark theme' }).click()
  await expect(page.locator('html')).toHaveClass(/dark/u)
  await page.reload()
  await expect(app.pathField).toBeVisible()
  await expect(page.locator('html')).toHaveClass(/dark/u)
})

test('a job is started by its shortcut from within a field', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 5)
  await app.add(folder.at('in'))
  await expect(app.page.getByText('5 files')).toBeVisible()
  await app.page.keyboard.press('Control+Enter')
  await app.waitForState('Finished')
})
