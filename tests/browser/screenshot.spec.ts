import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endlessFiles, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

const image = fileURLToPath(new URL('../../docs/images/run.png', import.meta.url))

/** The README's picture is made anew only when that is asked for, so that testing changes no file. */
const wanted = process.env['BATCHYARD_UPDATE_IMAGES'] !== undefined || !existsSync(image)

test('the picture of a run in the README', async ({ app, folder }, testInfo) => {
  await smallFiles(folder.at('archive', '2024'), 1800)
  await endlessFiles(folder.at('archive', 'tapes'), 4)
  await app.add(folder.at('archive'))
  await app.add(folder.at('archive', '2023', 'lost.jpg'))
  await app.runButton.click()
  await expect(app.figure('Done')).toContainText('1,801')
  await expect(app.page.getByText('tape-1.img').first()).toBeVisible()
  await app.page.mouse.move(0, 0)
  const picture = await app.page.screenshot({ path: wanted ? image : testInfo.outputPath('run.png') })
  expect(picture.length).toBeGreaterThan(20_000)
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
})
