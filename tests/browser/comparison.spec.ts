import { readFile, rm, writeFile } from 'node:fs/promises'
import { rowsOf } from '../support/batch.ts'
import { barriers } from './barriers.ts'
import { smallFiles } from './files.ts'
import { expect, test, type Interface } from './interface.ts'

/** Runs checksums over a folder and a file in it that is named besides, so that it is missed once it is gone. */
async function runTwice(app: Interface, at: (name: string) => string): Promise<void> {
  await smallFiles(at('in'), 60)
  await app.add(at('in'))
  await app.add(at('in/photo-0007.jpg'))
  await app.runButton.click()
  await app.waitForState('Finished')
  for (const name of ['photo-0003.jpg', 'photo-0004.jpg']) await writeFile(at(`in/${name}`), `new ${name}`)
  await rm(at('in/photo-0007.jpg'))
  await writeFile(at('in/a new \u202Ename.jpg'), 'new')
  await app.action('Run again').click()
  await expect(app.page).toHaveURL(/runs\/2$/u)
  // In the first run none has failed: what is shown is the second.
  await expect(app.figure('Failed')).toContainText('1')
  await app.waitForState('Finished')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme })

    test('two runs are chosen by keyboard in the history and compared', async ({ app, folder }, testInfo) => {
      const { page } = app
      await runTwice(app, (name) => folder.at(...name.split('/')))
      await app.goTo('Runs')
      const boxes = page.getByRole('checkbox', { name: /^Compare the run/u })
      await expect(boxes).toHaveCount(2)
      await boxes.first().focus()
      await page.keyboard.press('Space')
      const bar = page.getByRole('toolbar', { name: 'Runs to compare' })
      await expect(bar).toContainText('Run 2: choose the one to compare it with')
      await boxes.last().focus()
      await page.keyboard.press('Space')
      await expect(bar).toContainText('Runs 1 and 2')
      expect(await barriers(page)).toEqual([])
      for (const [width, height] of [
        [1000, 640],
        [1280, 800],
      ] as const) {
        await page.setViewportSize({ width, height })
        await page.screenshot({ path: testInfo.outputPath(`chosen-${width}.png`) })
      }

      await bar.getByRole('link', { name: 'Compare' }).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'Compare runs' })).toBeVisible()
      await expect(page.getByRole('radio', { name: /^Newly failing/u })).toBeChecked()
      const list = page.getByRole('grid', { name: 'Files in both runs' })
      await expect(list.getByRole('row').filter({ hasText: 'photo-0007' })).toContainText('Not found')
      await page.getByRole('radio', { name: /^Newly failing/u }).focus()
      await page.keyboard.press('ArrowRight')
      await expect(page.getByRole('radio', { name: /^Changed/u })).toBeChecked()
      await expect(list).toHaveAttribute('aria-rowcount', '3')
      expect(await barriers(page)).toEqual([])
      for (const [width, height] of [
        [1000, 640],
        [1280, 800],
      ] as const) {
        await page.setViewportSize({ width, height })
        await page.screenshot({ path: testInfo.outputPath(`comparison-${width}.png`) })
      }

      // A wide window has the details beside the table, of whichever row is chosen.
      await page.setViewportSize({ width: 1920, height: 1080 })
      const beside = page.getByRole('region', { name: 'File in both runs' })
      await expect(beside).toContainText('photo-0003.jpg')
      await list.focus()
      await page.keyboard.press('End')
      await expect(beside).toContainText('photo-0004.jpg')
      await beside.getByRole('button', { name: 'Details in run 1' }).click()
      await expect(page.getByRole('dialog', { name: /^Result/u })).toContainText('photo-0004.jpg')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: testInfo.outputPath('comparison-1920.png') })
      await page.setViewportSize({ width: 1280, height: 800 })
      await expect(beside).toBeHidden()

      await list.focus()
      await page.keyboard.press('End')
      await page.keyboard.press('Enter')
      const details = page.getByRole('dialog', { name: 'File in both runs' })
      await expect(details).toContainText('photo-0004.jpg')
      await expect(details.getByRole('row', { name: /^Checksum/u })).toContainText('different')
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: testInfo.outputPath('details.png') })
      await details.getByRole('button', { name: 'Details in run 2' }).click()
      await expect(page.getByRole('dialog', { name: /^Result/u })).toContainText('photo-0004.jpg')
      await page.keyboard.press('Escape')
      await expect(details).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()

      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Export CSV' }).click()
      expect((await download).suggestedFilename()).toBe('comparison-1-2.csv')
      const rows = rowsOf(await readFile(await (await download).path()))
      expect(rows).toHaveLength(61)
      expect(rows.filter((row) => row['outcome'] === 'changed')).toHaveLength(2)

      await page.getByRole('link', { name: 'Swap the two runs' }).click()
      await expect(page.getByRole('radio', { name: /^Newly succeeding/u })).toBeChecked()
      await expect(page.getByRole('region', { name: 'Before' })).toContainText('#2')
    })
  })
}

test('from the screen of a run, the one before it is chosen by itself', async ({ app, folder }) => {
  const { page } = app
  await runTwice(app, (name) => folder.at(...name.split('/')))
  await app.runHeader.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Compare with another run…' }).click()
  const bar = page.getByRole('toolbar', { name: 'Runs to compare' })
  await expect(bar).toContainText('Runs 1 and 2')
  await bar.getByRole('button', { name: 'Choose none' }).click()
  await expect(bar).toBeHidden()
})

test('a run that is gone cannot be compared, and the screen says so', async ({ app, folder }) => {
  const { page } = app
  await runTwice(app, (name) => folder.at(...name.split('/')))
  await page.evaluate(() => {
    location.hash = '#/runs/1/compare/99'
  })
  await expect(page.getByRole('alert')).toContainText('There is no run 99.')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})
