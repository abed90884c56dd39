import { writeFile } from 'node:fs/promises'
import { barriers, tabTo } from './barriers.ts'
import { endlessFiles, presetFileOf, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme })

    test('no screen has a barrier that can be found by rules', async ({ app, folder }) => {
      await smallFiles(folder.at('in'), 40)
      await endlessFiles(folder.at('in'), 3)
      await expect(app.pathField).toBeVisible()
      expect(await barriers(app.page)).toEqual([])

      await app.add(folder.at('gone.jpg'))
      await app.add(folder.at('in'))
      expect(await barriers(app.page)).toEqual([])

      await app.runButton.click()
      await expect(app.figure('Done')).toContainText('41')
      expect(await barriers(app.page)).toEqual([])

      await app.cancelButton.click()
      await app.waitForState('Cancelled')
      expect(await barriers(app.page)).toEqual([])

      await app.exportButton.click()
      await expect(app.page.getByRole('dialog')).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.page.keyboard.press('Escape')
      await expect(app.page.getByRole('dialog')).toBeHidden()

      await expect(app.results).toHaveAttribute('aria-rowcount', '42')
      await app.results.focus()
      await app.page.keyboard.press('Home')
      await expect(app.page.getByRole('toolbar', { name: 'Selection' })).toBeVisible()
      await app.page.keyboard.press('Enter')
      await expect(app.page.getByRole('dialog')).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.page.keyboard.press('Escape')
      await expect(app.page.getByRole('dialog')).toBeHidden()

      await app.goTo('Runs')
      await expect(app.page.getByRole('table')).toBeVisible()
      expect(await barriers(app.page)).toEqual([])

      await app.page.keyboard.press('Control+k')
      await expect(app.page.getByRole('dialog', { name: 'Commands' })).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.page.keyboard.press('Escape')
      await expect(app.page.getByRole('dialog')).toBeHidden()

      await app.goTo('Presets')
      await expect(app.page.getByText('No presets yet.')).toBeVisible()
      expect(await barriers(app.page)).toEqual([])

      const preset = folder.at('friend.batchyard.json')
      const source = `${'// a comment\n'.repeat(60)}export default (item) => item.size`
      await writeFile(preset, presetFileOf('From a friend', { type: 'script', parameters: { source } }))
      await app.page.getByTestId('preset-file').setInputFiles(preset)
      await expect(app.page.getByRole('dialog', { name: 'Import preset' })).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.page.getByRole('button', { name: 'Import', exact: true }).last().click()
      // As long as it is there, a notice has places of its library's own that take the focus on.
      await app.page.getByRole('button', { name: 'Close' }).click()
      await expect(app.page.getByRole('button', { name: 'Close' })).toHaveCount(0)
      await app.page.getByRole('link', { name: 'Use: From a friend' }).click()
      await expect(app.page.getByText('Code from elsewhere, not accepted')).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.runButton.click()
      await expect(app.page.getByRole('dialog', { name: 'Code from somebody else' })).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      await app.page.keyboard.press('Escape')
      await expect(app.page.getByRole('dialog')).toBeHidden()

      await app.goTo('Settings')
      await expect(app.page.getByText('Database', { exact: true })).toBeVisible()
      expect(await barriers(app.page)).toEqual([])
      for (const [action, outcome] of [
        ['Check', /The database is sound/u],
        ['Compact', /given back to the system/u],
      ] as const) {
        await app.page.getByRole('button', { name: action, exact: true }).click()
        await expect(app.page.getByText(outcome)).toBeVisible()
        expect(await barriers(app.page)).toEqual([])
      }
    })

    test('nor has the screen that says that interface and engine are of different versions', async ({
      page,
      served,
      complaints,
    }) => {
      await page.routeWebSocket(/\/engine$/u, (socket) => {
        const server = socket.connectToServer()
        server.onMessage((message) => {
          socket.send(String(message).replace(/"protocolVersion":\d+/u, '"protocolVersion":9999'))
        })
      })
      await page.goto(served.address)
      await expect(page.getByRole('heading', { name: /different versions/u })).toBeVisible()
      await expect(page.getByRole('main')).toContainText('protocol 9999')
      expect(await barriers(page)).toEqual([])
      expect(complaints).toEqual([])
    })
  })
}

test('a whole batch by keyboard alone', async ({ app, folder, page }) => {
  await smallFiles(folder.at('in'), 15)
  await app.pathField.focus()
  await page.keyboard.type(folder.at('in'))
  await page.keyboard.press('Enter')
  await expect(app.runButton).toBeEnabled()
  await tabTo(page, 'Run')
  await page.keyboard.press('Enter')
  await app.waitForState('Finished')

  await expect(app.results).toHaveAttribute('aria-rowcount', '16')
  await tabTo(page, 'Results')
  await page.keyboard.press('End')
  await expect(app.results).toHaveAttribute('aria-activedescendant', /-14$/u)
  await page.keyboard.press('Home')
  await expect(app.results).toHaveAttribute('aria-activedescendant', /-0$/u)

  await tabTo(page, 'Export CSV')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Export CSV' })).toBeVisible()
  const download = page.waitForEvent('download')
  await tabTo(page, 'Export')
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toBe('run-1.csv')
})
