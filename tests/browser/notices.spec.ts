import type { Page } from '@playwright/test'
import { expect, test } from './interface.ts'

/** Drops a file whose place a browser does not tell, which is answered by a notice. */
async function dropFile(page: Page): Promise<void> {
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], 'photo.jpg', { type: 'image/jpeg' }))
    return transfer
  })
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
}

/** What the notice covers of the screen or of what can be clicked beside it; or that it is not wholly in sight. */
async function covered(page: Page): Promise<string[]> {
  const notice = page.getByRole('listitem').filter({ hasText: 'A browser does not tell' })
  return await notice.evaluate(async (element) => {
    await Promise.all(element.getAnimations({ subtree: true }).map((animation) => animation.finished))
    const own = element.getBoundingClientRect()
    const isInSight =
      own.left >= 0 && own.top >= 0 && own.right <= innerWidth && own.bottom <= innerHeight && own.height > 0
    const others = [...document.querySelectorAll('main, header a, header button')].filter((other) => {
      const { left, top, right, bottom } = other.getBoundingClientRect()
      const isMet = left < own.right && right > own.left && top < own.bottom && bottom > own.top
      return isMet && !element.contains(other)
    })
    return [...(isInSight ? [] : ['out of sight']), ...others.map((other) => other.textContent)]
  })
}

for (const [width, height] of [
  [1000, 640],
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`a notice covers nothing that can be clicked: ${width} by ${height}`, async ({ app, page }) => {
    await page.setViewportSize({ width, height })
    await expect(app.pathField).toBeVisible()
    await dropFile(page)
    expect(await covered(page)).toEqual([])
    // The notice moves along with its place.
    await page.getByRole('button', { name: 'Collapse sidebar' }).click()
    await expect.poll(() => covered(page)).toEqual([])
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByText('A browser does not tell')).toHaveCount(0)
    await dropFile(page)
    expect(await covered(page)).toEqual([])
    await page.getByRole('button', { name: 'Expand sidebar' }).click()
    await expect.poll(() => covered(page)).toEqual([])
  })
}
