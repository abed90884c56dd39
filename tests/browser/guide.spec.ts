import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { endlessFiles, photographs, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

const folderOfImages = fileURLToPath(new URL('../../docs/guide/images', import.meta.url))

/** The pictures are made anew only when that is asked for, so that testing changes no file. */
const wanted = process.env['BATCHYARD_UPDATE_IMAGES'] !== undefined

test.use({ colorScheme: 'light' })

test('the guided tour: every picture of the guide, in its order', async ({ app, folder }, testInfo) => {
  const { page } = app
  await mkdir(folderOfImages, { recursive: true })
  async function picture(name: string): Promise<void> {
    const image = `${folderOfImages}/${name}.png`
    const isMissing = !existsSync(image)
    await page.mouse.move(0, 0)
    const taken = await page.screenshot({
      path: wanted || isMissing ? image : testInfo.outputPath(`${name}.png`),
      animations: 'disabled',
    })
    expect(taken.length).toBeGreaterThan(10_000)
  }

  await photographs(folder.at('photos'), 12)
  await smallFiles(folder.at('photos', 'phone'), 40)
  await app.add(folder.at('photos'))
  await app.add(folder.at('missing', 'IMG_0001.jpg'))
  await expect(page.getByText('53 files')).toBeVisible()
  await picture('job')

  await page.getByRole('button', { name: 'Plan', exact: true }).click()
  await expect(page.getByTestId('plan-rows').getByRole('row').nth(5)).toBeVisible()
  await picture('plan')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await app.runButton.click()
  await app.waitForState('Finished')
  await expect(page.getByRole('region', { name: 'Causes' })).toContainText('Not found')
  await expect(app.results).toHaveAttribute('aria-rowcount', '54')
  await app.results.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await picture('results')

  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  // What the file looks like is there a moment later.
  await expect(page.getByRole('figure', { name: 'Original' }).locator('p, img, pre').first()).toBeVisible()
  await picture('details')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('Alt+n')
  await expect(app.pathField).toBeVisible()
  await page.keyboard.press('Control+s')
  await page.getByRole('textbox', { name: 'Name' }).fill('Checksums of photos')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('article', { name: 'Checksums of photos' })).toBeVisible()
  await picture('presets')

  await page.keyboard.press('Alt+n')
  await endlessFiles(folder.at('tapes'), 3)
  await app.add(folder.at('tapes'))
  await app.runButton.click()
  await expect(page.getByRole('region', { name: 'Workers' })).toContainText('tape-')
  await picture('running')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')

  await page.keyboard.press('Alt+r')
  await expect(page.getByRole('table')).toBeVisible()
  await picture('runs')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible()
  await picture('palette')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Control+,')
  await expect(page.getByText('Database', { exact: true })).toBeVisible()
  await picture('settings')
})
