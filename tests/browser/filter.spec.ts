import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('a filter says which files are taken, and what is wrong with it', async ({ app, folder }) => {
  await smallFiles(folder.at('photos'), 12)
  await app.add(folder.at('photos'))
  const { page } = app
  await expect(page.getByText('All files are taken.')).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Size from').fill('10M')
  await expect(page.getByText('A size such as 500, 10MB or 4KiB is needed.')).toBeVisible()
  await expect(app.runButton).toBeDisabled()
  await page.getByLabel('Size from').fill('')
  await page.getByLabel('Not names like').fill('*-000[1-4].jpg')
  await page.getByLabel('Extensions').fill('jpg')
  await expect(page.getByText('2 rules are set.')).toBeVisible()
  await app.runButton.click()
  await app.waitForState('Finished')
  await expect(app.results).toHaveAttribute('aria-rowcount', '9')
})

test('thousands of pasted paths are looked up together', async ({ app, folder }) => {
  const digests = await smallFiles(folder.at('photos'), 20)
  const missing = Array.from({ length: 3_000 }, (_, index) => folder.at('photos', `gone-${index}.jpg`))
  await app.pathField.evaluate(
    (field, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [...missing, ...digests.keys()].join('\n'),
  )
  await expect(app.runButton).toBeEnabled()
  await expect(app.page.getByText('3,020 inputs')).toBeVisible()
})
