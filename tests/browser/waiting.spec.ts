import { barriers } from './barriers.ts'
import { endlessFiles, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 1000, height: 640 } })

    test('files that wait for their first try are found, looked at, done next and left out', async ({
      app,
      folder,
      page,
    }, info) => {
      await endlessFiles(folder.at('tapes'), 1)
      await smallFiles(folder.at('in'), 450)
      await page.getByRole('textbox', { name: 'Workers' }).fill('1')
      await app.add(folder.at('tapes'))
      await app.add(folder.at('in'))
      await app.runButton.click()
      await app.waitForState('Running')
      await app.show('Waiting')
      const row = (text: string) => app.waiting.getByRole('row').filter({ hasText: text })
      await expect(row('tape-1').getByRole('img', { name: 'Being worked on' })).toBeVisible()
      await expect(row('photo-0001').getByRole('img', { name: 'Waiting' })).toBeVisible()

      // By keyboard: more are read on the way to the end, and the details of one that was found.
      await app.waiting.focus()
      await expect(async () => {
        await page.keyboard.press('End')
        await expect(row('photo-0450')).toBeVisible({ timeout: 1_000 })
      }).toPass()
      await page.keyboard.press('Escape')
      const search = page.getByRole('textbox', { name: 'Search paths' })
      await search.fill('PHOTO-0400')
      await expect(app.waiting.getByRole('row')).toHaveCount(2)
      await app.waiting.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      const details = page.getByRole('dialog', { name: 'File 401' })
      await expect(details.getByText('photo-0400.jpg').first()).toBeVisible()
      await expect(details.getByText('Waiting', { exact: true })).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: info.outputPath('waiting-details.png') })
      await page.keyboard.press('Escape')
      await expect(details).toBeHidden()

      await app.waiting.focus()
      await page.keyboard.press('Shift+F10')
      await page.getByRole('menuitem', { name: 'Do next' }).press('Enter')
      await expect(page.getByText('1 file is done next.')).toBeVisible()

      // By mouse: all that a search finds.
      await search.fill('photo-00')
      await row('photo-0001').click()
      await page.keyboard.press('Control+a')
      await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('99 selected')
      await page.screenshot({ path: info.outputPath('waiting-selected.png') })
      await row('photo-0003').click({ button: 'right' })
      const menu = page.getByRole('menuitem')
      await expect(menu).toHaveText([/^Do next/u, /^Skip/u, /^Copy paths/u, /^Select nothing/u])
      await page.getByRole('menuitem', { name: 'Skip' }).click()
      await expect(page.getByText('99 files are left out.')).toBeVisible()
      await expect(page.getByText('No waiting file has this in its path.')).toBeVisible()

      await search.fill('tape')
      await row('tape-1').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'End now' }).click()
      await app.waitForState('Finished')
      await app.show('Succeeded')
      await expect(app.results.getByRole('row').nth(1)).toContainText('photo-0400.jpg')
    })
  })
}

test('what a run left undone is looked at, and nothing is offered that does not apply', async ({
  app,
  folder,
  page,
}) => {
  await endlessFiles(folder.at('tapes'), 1)
  await smallFiles(folder.at('in'), 30)
  await page.getByRole('textbox', { name: 'Workers' }).fill('1')
  await app.add(folder.at('tapes'))
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Running')
  await app.action('Pause').click()
  await app.waitForState('Paused')
  await app.show('Waiting')
  const row = (text: string) => app.waiting.getByRole('row').filter({ hasText: text })
  await row('photo-0007').click()
  await page.keyboard.press('Delete')
  await expect(page.getByText('1 file is left out.')).toBeVisible()
  await expect(row('photo-0007')).toHaveCount(0)
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
  await app.show('Not done')
  await row('photo-0008').click({ button: 'right' })
  await expect(page.getByRole('menuitem')).toHaveText([/^Details/u, /^Copy paths/u, /^Select nothing/u])
})
