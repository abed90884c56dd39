import { truncate, writeFile } from 'node:fs/promises'
import { barriers } from './barriers.ts'
import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 1000, height: 640 } })

    test('the menu of a row, by mouse and by keyboard', async ({ app, folder, page }, info) => {
      await smallFiles(folder.at('in'), 12)
      await app.add(folder.at('in'))
      await app.runButton.click()
      await app.waitForState('Finished')
      await app.row('photo-0003').click({ button: 'right' })
      await expect(page.getByRole('menuitem', { name: 'Details' })).toBeVisible()
      // A browser has no file manager and opens no files.
      await expect(page.getByRole('menuitem')).toHaveText([
        /^Details/u,
        /^Retry/u,
        /^Copy paths/u,
        /^Select nothing/u,
      ])
      await page.screenshot({ path: info.outputPath('menu.png') })
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.getByRole('menuitem')).toHaveCount(0)
      await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('1 selected')

      await app.results.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+F10')
      await expect(page.getByRole('menuitem', { name: 'Retry' })).toBeVisible()
      await expect(page.getByRole('menuitem', { name: 'Details' })).toHaveCount(0)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('menuitem')).toHaveCount(0)
      await expect(app.results).toBeFocused()
      await page.keyboard.press('ContextMenu')
      await page.getByRole('menuitem', { name: 'Select nothing' }).click()
      await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeHidden()
    })
  })
}

test('files that a run does again are done next, skipped or ended', async ({ app, folder, page }) => {
  await smallFiles(folder.at('in'), 2)
  await app.page.getByRole('textbox', { name: 'Workers' }).fill('1')
  for (const name of ['a.img', 'b.img', 'c.img']) await app.add(folder.at(name))
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  await expect(app.figure('Failed')).toContainText('3')
  for (const name of ['a.img', 'b.img', 'c.img']) await writeFile(folder.at(name), 'here at last')
  // One that takes very long to read.
  await truncate(folder.at('a.img'), 400e9)
  await app.action('Retry failed').click()
  await app.waitForState('Running')
  await expect(page.getByRole('region', { name: 'Workers' })).toContainText('a.img')
  await app.row('c.img').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Do next' }).click()
  await expect(page.getByText('1 file is done next.')).toBeVisible()
  await app.row('b.img').click()
  await app.results.press('Delete')
  await expect(page.getByText('1 file is left out.')).toBeVisible()
  await app.row('a.img').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'End now' }).click()
  await app.waitForState('Finished')
  await expect(app.row('c.img').getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await expect(app.row('a.img').getByRole('img', { name: 'Failed' })).toBeVisible()
})
