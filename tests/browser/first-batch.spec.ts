import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

const rowSchema = z.object({
  path: z.string(),
  status: z.string(),
  digest: z.string(),
  error_code: z.string(),
})

test('a first batch: add a folder, run, see every result, filter, export', async ({ app, folder }) => {
  const digests = await smallFiles(folder.at('photos'), 120)
  await expect(app.runButton).toBeDisabled()
  await app.add(folder.at('photos'))
  await app.add(folder.at('gone.jpg'))
  await app.runButton.click()

  await app.waitForState('Finished')
  await expect(app.figure('Done')).toContainText('121')
  await expect(app.figure('Failed')).toContainText('1')
  await expect(app.results).toHaveAttribute('aria-rowcount', '122')
  const [path = '', digest = ''] = [...digests][0] ?? []
  const name = path.slice(path.lastIndexOf('/') + 1)
  await app.results.focus()
  await app.results.press('Home')
  await expect(app.results.getByRole('row').nth(1)).toBeVisible()

  await app.show('Failed')
  await expect(app.results).toHaveAttribute('aria-rowcount', '2')
  await expect(app.row('gone.jpg')).toContainText('Not found')
  await app.show('All')
  await expect(app.results).toHaveAttribute('aria-rowcount', '122')

  await app.exportButton.click()
  const dialog = app.page.getByRole('dialog', { name: 'Export CSV' })
  const download = app.page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('run-1.csv')
  const rows = z.array(rowSchema.loose()).parse(parse(await readFile(await file.path()), { columns: true }))
  const succeeded = rows.filter((row) => row.status === 'succeeded')
  expect(new Map(succeeded.map((row) => [row.path, row.digest]))).toEqual(digests)
  expect(digests.get(path)).toBe(digest)
  expect(name).toBe('photo-0001.jpg')
  expect(rows.filter((row) => row.status === 'failed').map((row) => [row.path, row.error_code])).toEqual([
    [folder.at('gone.jpg'), 'NOT_FOUND'],
  ])
})

test('an ordered batch shows its results in input order', async ({ app, folder }) => {
  const digests = await smallFiles(folder.at('photos'), 30)
  await app.add(folder.at('photos'))
  await app.page.getByText('Ordered', { exact: true }).click()
  await expect(app.page.getByRole('radio', { name: /^Ordered/u })).toBeChecked()
  await app.runButton.click()
  await app.waitForState('Finished')
  const rows = app.results.getByRole('row')
  for (const [index, [path, digest]] of [...digests].slice(0, 5).entries()) {
    const row = rows.and(app.page.locator(`[aria-rowindex="${index + 2}"]`))
    await expect(row).toContainText(path.slice(path.lastIndexOf('/') + 1))
    await expect(row).toContainText(digest)
  }
})

test('what cannot be run is said where it stands', async ({ app, folder }) => {
  await smallFiles(folder.at('photos'), 1)
  await app.add(folder.at('photos'))
  const workers = app.page.getByRole('textbox', { name: 'Workers' })
  await workers.fill('0')
  await workers.blur()
  await expect(app.page.getByText('A whole number from 1 to 256 is needed.')).toBeVisible()
  await expect(app.runButton).toBeDisabled()
  await workers.fill('2')
  await expect(app.runButton).toBeEnabled()
})

test('an input that is not there at all is said before anything runs', async ({ app, folder }) => {
  await app.add(folder.at('nothing'))
  await expect(app.page.getByText('not found')).toBeVisible()
  await app.runButton.click()
  await expect(app.page.getByRole('alert').or(app.page.getByText('does not exist')).first()).toBeVisible()
  await app.goTo('Runs')
  await expect(app.page.getByText('No runs yet.')).toBeVisible()
})
