import { rm, writeFile } from 'node:fs/promises'
import { endlessFiles, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('failures by cause: shown, filtered by, and retried', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 8)
  await app.add(folder.at('in'))
  await app.add(folder.at('later-1.txt'))
  await app.add(folder.at('later-2.txt'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const causes = app.page.getByRole('region', { name: 'Causes' })
  await expect(causes.getByRole('listitem')).toHaveCount(1)
  await expect(causes).toContainText('Not found')
  await causes.getByRole('button', { pressed: false }).first().click()
  await expect(app.results).toHaveAttribute('aria-rowcount', '3')
  await writeFile(folder.at('later-1.txt'), 'here')
  await writeFile(folder.at('later-2.txt'), 'here too')
  await causes.getByRole('button', { name: /^Retry/u }).click()
  await expect(app.figure('Failed')).toContainText('0')
  await expect(app.results).toHaveAttribute('aria-rowcount', '11')
})

test('results are searched, sorted, selected by keyboard and looked at', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 30)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const { page } = app
  await page.keyboard.press('Control+f')
  await page.keyboard.type('photo-002')
  await expect(app.results).toHaveAttribute('aria-rowcount', '11')
  await page.keyboard.press('Escape')
  await expect(app.results).toHaveAttribute('aria-rowcount', '31')

  const size = app.results.getByRole('columnheader', { name: 'Size' })
  await size.getByRole('button').click()
  await expect(size).toHaveAttribute('aria-sort', 'ascending')
  await size.getByRole('button').click()
  await expect(size).toHaveAttribute('aria-sort', 'descending')
  await expect(app.results.locator('[aria-rowindex="2"]')).toContainText('photo-0030.jpg')

  await app.results.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('3 selected')
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('30 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeHidden()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('photo-0030.jpg')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('columns that were chosen are there again after a reload', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 3)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  await app.page.getByRole('button', { name: 'Columns' }).click()
  const menu = app.page.getByRole('group', { name: 'Columns' })
  await menu.getByRole('checkbox', { name: 'Worker' }).click()
  await menu.getByRole('checkbox', { name: 'Modified' }).click()
  await menu.getByRole('button', { name: 'Move Size forward' }).click()
  const names = ['Outcome', '#', 'File', 'Size', 'Checksum', 'Modified', 'Duration']
  await expect(app.results.getByRole('columnheader')).toHaveText(names)
  await app.page.reload()
  await expect(app.results.getByRole('columnheader')).toHaveText(names)
})

test('workers are changed while the run is on, an item is ended, and the run drained', async ({
  app,
  folder,
}) => {
  await endlessFiles(folder.at('in'), 4)
  await app.add(folder.at('in'))
  await app.page.getByRole('textbox', { name: 'Workers' }).fill('2')
  await app.runButton.click()
  const workers = app.page.getByRole('region', { name: 'Workers' })
  await expect(workers).toContainText('2 of 2 busy')
  await workers.getByRole('button', { name: 'One worker fewer' }).click()
  await expect(workers).toContainText('of 1 busy')
  await workers.getByRole('button', { name: /^End the work on .*tape-1/u }).click()
  await expect(app.figure('Failed')).toContainText('1')
  await app.action('Drain').click()
  await expect(app.runHeader).toContainText('finishing the files in hand')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
})

test('the course of a run is there after a reload, and a run is deleted with its results', async ({
  app,
  folder,
}) => {
  await smallFiles(folder.at('in'), 12)
  await endlessFiles(folder.at('in'), 1)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await expect(app.figure('Done')).toContainText('12')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
  await rm(folder.at('in', 'tape-1.img'))
  await app.goTo('Runs')
  await app.page
    .getByRole('searchbox')
    .or(app.page.getByRole('textbox', { name: 'Search runs' }))
    .fill('nothing so called')
  await expect(app.page.getByText('No run matches.')).toBeVisible()
  await app.page.getByRole('textbox', { name: 'Search runs' }).fill('')
  await app.page.getByRole('button', { name: /^More actions/u }).click()
  await app.page.getByRole('menuitem', { name: 'Delete run' }).click()
  const dialog = app.page.getByRole('alertdialog')
  await expect(dialog).toContainText('cannot be brought back')
  await dialog.getByRole('button', { name: 'Delete run' }).click()
  await expect(app.page.getByText('No runs yet.')).toBeVisible()
})
