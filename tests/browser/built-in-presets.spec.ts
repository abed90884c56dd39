import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('a built-in preset is begun with, and copied as one of the user’s own', async ({ app, folder }) => {
  const { page } = app
  await smallFiles(folder.at('in'), 3)
  const starts = page.getByRole('navigation', { name: 'To start from' })
  await starts.getByRole('link', { name: 'Checksums SHA-256' }).click()
  await expect(page.getByText('From the preset “Checksums SHA-256”')).toBeVisible()
  await app.add(folder.at('in'))
  await expect(starts).toBeHidden()
  await app.runButton.click()
  await app.waitForState('Finished')

  await app.goTo('Presets')
  const toStartFrom = page.getByRole('region', { name: 'To start from' })
  await expect(toStartFrom.getByRole('article')).toHaveCount(18)
  await page.getByRole('textbox', { name: 'Search presets' }).fill('thumb')
  await expect(toStartFrom.getByRole('article')).toHaveCount(1)
  await toStartFrom.getByRole('button', { name: /^Copy to own presets/u }).click()
  const own = page.getByRole('region', { name: 'Own presets' })
  await expect(own.getByRole('article', { name: 'Thumbnails' })).not.toContainText('From elsewhere')
  await toStartFrom.getByRole('link', { name: /^Use/u }).click()
  await expect(page.getByRole('combobox', { name: 'Task', exact: true })).toHaveValue('convert-image')

  // Only what has an effect with the other choices is shown, and what is hidden keeps its value.
  const resize = page.getByRole('combobox', { name: 'Resize' })
  const width = page.getByRole('textbox', { name: 'Width' })
  const longestEdge = page.getByRole('textbox', { name: 'Longest edge' })
  await expect(resize).toHaveValue('longest-edge')
  const before = await longestEdge.inputValue()
  await expect(width).toHaveCount(0)
  await resize.selectOption('Within a frame')
  await expect(width).toBeVisible()
  await expect(longestEdge).toHaveCount(0)
  await resize.selectOption('By the longest edge')
  await expect(longestEdge).toHaveValue(before)

  // What something is wrong with is shown until it is not.
  const lossless = page.getByRole('checkbox', { name: 'Lossless' })
  await page.getByRole('combobox', { name: 'Format' }).selectOption('WebP')
  await lossless.check()
  await expect(page.getByRole('textbox', { name: 'Quality' })).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Format' }).selectOption('JPEG')
  await expect(page.getByText('JPEG has no lossless form.')).toBeVisible()
  await lossless.uncheck()
  await expect(lossless).toHaveCount(0)
})

for (const screen of ['New job', 'Runs', 'Presets'] as const) {
  test(`a preset’s file dropped on the window is shown before it is kept: ${screen}`, async ({ app }) => {
    const { page } = app
    await expect(app.pathField).toBeVisible()
    await app.goTo(screen)
    await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
    const text = JSON.stringify({
      format: 'batchyard-preset',
      formatVersion: 1,
      name: 'Dropped',
      job: { task: { type: 'command', parameters: { command: 'echo {/}' } } },
    })
    const files = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], 'dropped.batchyard.json', { type: 'application/json' }))
      return transfer
    }, text)
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: files })
    await expect(page.getByTestId('drop-zone')).toBeVisible()
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await expect(page.getByTestId('drop-zone')).toBeHidden()
    const review = page.getByRole('dialog', { name: 'Import preset' })
    await expect(review).toContainText('echo {/}')
    await review.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('article', { name: 'Dropped' })).toContainText('From elsewhere')
  })
}

test('other files that are dropped are told to be named, and the page stays', async ({ app }) => {
  const { page } = app
  await expect(app.pathField).toBeVisible()
  await app.goTo('Runs')
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible()
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], 'photo.jpg', { type: 'image/jpeg' }))
    return transfer
  })
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
  await expect(page.getByText('A browser does not tell').first()).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible()
})
