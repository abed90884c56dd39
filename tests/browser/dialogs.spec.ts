import type { Page } from '@playwright/test'
import { barriers, tabTo } from './barriers.ts'
import { smallFiles } from './files.ts'
import { expect, test, type Interface } from './interface.ts'

/** Goes to a screen as one does without a mouse. */
async function go(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Commands' }).locator('input')).toBeFocused()
  await page.keyboard.type(command)
  await expect(page.getByRole('option', { name: command }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Opens a menu by its button, takes an item of it, and waits for the dialog that this leads to. */
async function openByMenu(page: Page, button: RegExp, item: string, dialog: string): Promise<void> {
  await page.getByRole('button', { name: button }).first().press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter')
  await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
  expect(await barriers(page)).toEqual([])
}

/** Escape closes the dialog, and nothing of it stays. */
async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

async function runCopy(app: Interface, folder: string): Promise<void> {
  await app.page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('Copy')
  await app.add(folder)
  await expect(app.runButton).toBeEnabled()
  await app.page.keyboard.press('Control+Enter')
  await app.waitForState('Finished')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`by keyboard alone, in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 1000, height: 640 } })

    test('the dialogs of the job editor', async ({ app, folder, page }) => {
      await smallFiles(folder.at('in'), 5)
      await app.pathField.focus()
      await page.keyboard.type(folder.at('in'))
      await page.keyboard.press('Enter')
      await expect(app.runButton).toBeEnabled()

      await tabTo(page, 'Plan')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog', { name: 'Plan' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await leave(page)
      await expect(page.getByRole('button', { name: 'Plan', exact: true })).toBeFocused()

      await tabTo(page, 'Try on a few')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await leave(page)

      await page.keyboard.press('Control+s')
      await expect(page.getByRole('dialog', { name: 'Save as preset' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Control+a')
      await page.keyboard.type('By keyboard')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      // As long as it is there, a notice has places of its library's own that take the focus on.
      await page.getByRole('button', { name: 'Close' }).press('Enter')
      await expect(page.getByRole('button', { name: 'Close' })).toHaveCount(0)

      await go(page, 'Presets')
      await expect(page.getByRole('article', { name: 'By keyboard' })).toBeVisible()
      await openByMenu(page, /^More actions.*By keyboard/u, 'Rename', 'Rename preset')
      await leave(page)
    })

    test('the try where a script is written', async ({ app, folder, page }) => {
      await smallFiles(folder.at('in'), 3)
      await app.add(folder.at('in'))
      await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('Script')
      await app.writeScript('export default (item, { log }) => {\n  log("seen " + item.name)\n}')
      const panel = page.getByRole('region', { name: 'Try', exact: true })
      await expect(panel.getByRole('button', { name: 'Try' })).toBeEnabled()
      // In the editor Tab indents; after Escape it goes on.
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      await tabTo(page, 'Try')
      await page.keyboard.press('Enter')
      await expect(panel.getByRole('listitem').first()).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await tabTo(page, 'What it said')
      await page.keyboard.press('Enter')
      await expect(panel.getByText('seen photo-').first()).toBeVisible()
      await tabTo(page, 'Preview')
      await page.keyboard.press('Enter')
      expect(await barriers(page)).toEqual([])
    })

    test('the licences', async ({ app, page }) => {
      await page.route('**/THIRD-PARTY-NOTICES.txt', (route) =>
        route.fulfill({ body: 'Licence: MIT\n'.repeat(500) }),
      )
      await expect(app.pathField).toBeVisible()
      await go(page, 'Settings')
      await tabTo(page, 'Licences of what is in it')
      await page.keyboard.press('Enter')
      const text = page.getByRole('region', { name: 'Licences' })
      await expect(text).toContainText('Licence: MIT')
      expect(await barriers(page)).toEqual([])
      await tabTo(page, 'Licences')
      await page.keyboard.press('End')
      await expect.poll(() => text.evaluate((element) => element.scrollTop)).toBeGreaterThan(100)
      await leave(page)
      await expect(page.getByRole('button', { name: 'Licences of what is in it' })).toBeFocused()
    })

    test('menus and questions about a run', async ({ app, folder, page }) => {
      await smallFiles(folder.at('in'), 12)
      await runCopy(app, folder.at('in'))
      await expect(app.results).toHaveAttribute('aria-rowcount', '13')
      await app.results.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Shift+F10')
      await expect(page.getByRole('menuitem', { name: 'Details' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(app.results).toBeFocused()

      await tabTo(page, 'Columns')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('checkbox', { name: 'Size' })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.getByRole('checkbox', { name: 'Size' })).toHaveCount(0)
      await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused()

      const question = 'Undo: remove what it made'
      await openByMenu(page, /^More actions$/u, question, 'Undo the run “in”?')
      await leave(page)
      await openByMenu(page, /^More actions$/u, 'Delete run', 'Delete the run “in”?')
      await leave(page)
      // Another screen after all that.
      await go(page, 'Presets')
      await expect(page.getByRole('heading', { name: 'Presets', exact: true })).toBeVisible()
    })
  })
}
