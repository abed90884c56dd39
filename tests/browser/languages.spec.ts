import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('the language is chosen in the settings, takes effect at once and is kept', async ({ app }) => {
  const { page } = app
  await app.goTo('Settings')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('日本語')
  await expect(page.getByRole('heading', { name: '設定', level: 1 })).toBeVisible()
})

test('an error is told in the language of the interface, and then in the words of the engine', async ({
  app,
  folder,
}) => {
  const { page } = app
  await smallFiles(folder.at('in'), 3)
  await app.add(folder.at('in'))
  await app.add(folder.at('gone.jpg'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const run = page.url()
  await app.goTo('Settings')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await page.goto(run)
  const row = page.getByRole('grid', { name: 'Ergebnisse' }).getByRole('row').filter({ hasText: 'gone.jpg' })
  await row.dblclick()
  const details = page.getByRole('dialog')
  await expect(details).toContainText('Die Datei gibt es nicht, oder sie ist verschwunden')
  await expect(details.locator('[lang=en]').filter({ hasText: 'does not exist' })).toBeVisible()
})

test.describe('a browser that wants French', () => {
  test.use({ locale: 'fr-CA' })

  test('gets French without being asked', async ({ page, served }) => {
    await page.goto(served.address)
    await expect(page.getByRole('heading', { name: 'Nouvelle tâche', level: 1 })).toBeVisible()
  })
})

test('what is fetched at first is less than 500 kB of compressed script', async ({ app, page, served }) => {
  await expect(app.pathField).toBeVisible()
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.endsWith('.js')),
  )
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.every((name) => name.startsWith(served.origin))).toBe(true)
  const bytes = await page.evaluate(async (names) => {
    let sum = 0
    for (const name of names) {
      const compressed = (await fetch(name)).body?.pipeThrough(new CompressionStream('gzip'))
      sum += (await new Response(compressed).arrayBuffer()).byteLength
    }
    return sum
  }, scripts)
  expect(bytes).toBeLessThan(500_000)
})
