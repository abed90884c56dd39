import { readFile, writeFile } from 'node:fs/promises'
import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('a job is saved as a preset, shared as a file, deleted, brought back and used', async ({
  app,
  folder,
}) => {
  await smallFiles(folder.at('in'), 4)
  const { page } = app
  await page.getByRole('combobox', { name: 'Algorithm' }).selectOption('MD5')
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'Save as preset' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Quick check')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog).toBeHidden()

  await app.goTo('Presets')
  const card = page.getByRole('article', { name: 'Quick check' })
  await card.getByRole('button', { name: /^More actions/u }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as a file' }).click()
  const file = await download
  const shared = await readFile(await file.path(), 'utf8')
  expect(JSON.parse(shared)).toMatchObject({ format: 'batchyard-preset', name: 'Quick check' })

  await card.getByRole('button', { name: /^More actions/u }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('No presets yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(card).toBeVisible()

  await card.getByRole('link', { name: /^Use/u }).click()
  await expect(page.getByRole('combobox', { name: 'Algorithm' })).toHaveValue('md5')
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
})

test('a preset from elsewhere shows what it does before it is kept', async ({ app, folder }) => {
  const preset = {
    format: 'batchyard-preset',
    formatVersion: 1,
    name: 'From a friend',
    job: { task: { type: 'command', parameters: { command: 'echo {/}' } } },
  }
  await writeFile(folder.at('friend.batchyard.json'), JSON.stringify(preset))
  await writeFile(folder.at('photo.json'), '{"no": "preset"}')
  await app.goTo('Presets')
  await app.page.getByTestId('preset-file').setInputFiles(folder.at('photo.json'))
  await expect(app.page.getByRole('alert')).toContainText('is not a preset')
  await app.page.getByTestId('preset-file').setInputFiles(folder.at('friend.batchyard.json'))
  const dialog = app.page.getByRole('dialog', { name: 'Import preset' })
  await expect(dialog).toContainText('echo {/}')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(app.page.getByRole('article', { name: 'From a friend' })).toContainText('From elsewhere')
})
