import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { photographs } from './files.ts'
import { expect, test } from './interface.ts'

const image = fileURLToPath(new URL('../../docs/images/run.png', import.meta.url))

/** The README's picture is made anew only when that is asked for, so that testing changes no file. */
const wanted = process.env['BATCHYARD_UPDATE_IMAGES'] !== undefined || !existsSync(image)

test('the picture of a run in the README', async ({ app, folder }, testInfo) => {
  await photographs(folder.at('photos'), 2_400)
  await app.add(folder.at('photos', '2024-05 Lisbon', 'IMG_3999.CR3'))
  await app.add(folder.at('photos'))
  await app.runButton.click()
  await expect(app.page.getByRole('progressbar').first()).toBeVisible()
  await expect(app.figure('Failed')).toContainText('1')
  // Many are done, and many are left.
  await expect(app.figure('Done')).toContainText(/^(?:[6-9]\d\d|1,\d{3})/u, { timeout: 90_000 })
  await app.page.mouse.move(0, 0)
  const picture = await app.page.screenshot({ path: wanted ? image : testInfo.outputPath('run.png') })
  expect(picture.length).toBeGreaterThan(20_000)
  await expect(app.cancelButton).toBeVisible()
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
})
