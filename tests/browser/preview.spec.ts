import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import sharp from 'sharp'
import { barriers } from './barriers.ts'
import { expect, test, type Interface } from './interface.ts'

/** A picture in which something is to be seen. */
async function sunset(width: number, height: number): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#27408b"/><stop offset="1" stop-color="#ff9e4f"/>
    </linearGradient></defs><rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="50%" cy="70%" r="12%" fill="#ffe7b0"/><rect y="72%" width="100%" height="28%" fill="#1d3b53"/></svg>`
  return await sharp(Buffer.from(drawing)).jpeg().toBuffer()
}

/** A picture that is really shown, and how large it is by itself. */
async function shownSize(picture: Locator): Promise<{ width: number; height: number }> {
  await expect(picture).toBeVisible()
  await expect
    .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.complete))
    .toBe(true)
  return await picture.evaluate((image) =>
    image instanceof HTMLImageElement
      ? { width: image.naturalWidth, height: image.naturalHeight }
      : { width: 0, height: 0 },
  )
}

async function openDetails(app: Interface, name: string): Promise<Locator> {
  await app.row(name).dblclick()
  return app.page.getByRole('dialog')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme })

    test('an image stands beside what was made of it', async ({ app, folder, page }, info) => {
      await mkdir(folder.at('in'))
      await writeFile(folder.at('in', 'evening.jpg'), await sunset(1_600, 1_000))
      await writeFile(folder.at('in', 'broken.jpg'), (await sunset(300, 200)).subarray(0, 300))
      await app.add(folder.at('in'))
      await page.getByRole('combobox', { name: 'Task' }).selectOption('Convert images')
      await page.getByRole('button', { name: 'Try on a few' }).click()
      const tried = page.getByRole('dialog')
      const original = tried.getByRole('figure', { name: 'Original' }).getByRole('img')
      expect(await shownSize(original.first())).toEqual({ width: 640, height: 400 })
      await shownSize(tried.getByRole('figure', { name: 'Output' }).getByRole('img').first())
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: info.outputPath('tried.png') })
      await page.keyboard.press('Escape')

      await app.runButton.click()
      await app.waitForState('Finished')
      const details = await openDetails(app, 'evening.jpg')
      expect(await shownSize(details.getByRole('img', { name: /evening/u }).first())).toEqual({
        width: 640,
        height: 400,
      })
      await shownSize(details.getByRole('figure', { name: 'Output' }).getByRole('img'))
      await expect(details.getByRole('figure', { name: 'Original' })).toContainText('JPG, 1,600 × 1,000')
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: info.outputPath('image.png') })
      await page.setViewportSize({ width: 1000, height: 640 })
      await page.screenshot({ path: info.outputPath('image-small.png') })
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.keyboard.press('Escape')

      const broken = await openDetails(app, 'broken.jpg')
      await expect(broken.getByRole('figure', { name: 'Original' })).toContainText('damaged or cut off')
      await page.screenshot({ path: info.outputPath('broken.png') })
    })

    test('a text shows its beginning, and what is gone says so', async ({ app, folder, page }, info) => {
      await mkdir(folder.at('in'))
      await writeFile(
        folder.at('in', 'notes.txt'),
        'Dear diary\u0007,\n\ttoday <b>was</b> \u202Eold.\n'.repeat(900),
      )
      await writeFile(folder.at('in', 'paper.pdf'), '%PDF-1.7\n%\xE2\xE3\xCF\xD3\n')
      await writeFile(folder.at('in', 'gone.txt'), 'soon')
      await app.add(folder.at('in'))
      await app.runButton.click()
      await app.waitForState('Finished')
      await writeFile(
        folder.at('in', 'notes.txt'),
        'Dear diary\u0007,\n\ttoday <b>was</b> \u202Enew.\n'.repeat(900),
      )
      await rm(folder.at('in', 'gone.txt'))

      const notes = await openDetails(app, 'notes.txt')
      const shown = notes.getByRole('figure', { name: 'Original' })
      await expect(shown).toContainText('today <b>was</b> [U+202E]new.')
      await expect(shown).toContainText('Dear diary\\x07,')
      await expect(shown).toContainText('The beginning of the file.')
      await expect(shown).toContainText('Changed since it was worked on')
      expect(await barriers(page)).toEqual([])
      await page.screenshot({ path: info.outputPath('text.png') })
      await page.keyboard.press('Escape')

      const paper = await openDetails(app, 'paper.pdf')
      await expect(paper.getByRole('figure', { name: 'Original' })).toContainText('application/pdf')
      await page.screenshot({ path: info.outputPath('other.png') })
      await page.keyboard.press('Escape')
      const gone = await openDetails(app, 'gone.txt')
      await expect(gone.getByRole('figure', { name: 'Original' })).toContainText('does not exist')
      expect(await barriers(page)).toEqual([])
    })
  })
}
