import { writeFile } from 'node:fs/promises'
import { endlessFiles, smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('failures by cause: shown, filtered by, and retried', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 8)
  await app.add(folder.at('in'))
  await app.add(folder.at('later-1.txt'))
  await app.add(folder.at('later-2.txt'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const causes = app.page.getByRole('region', { name: 'Causes' })
  await expect(causes.getByRole('listitem')).toHaveCount(1)
  await expect(causes).toContainText('Not found')
  await causes.getByRole('button', { pressed: false }).first().click()
  await expect(app.results).toHaveAttribute('aria-rowcount', '3')
  await writeFile(folder.at('later-1.txt'), 'here')
  await writeFile(folder.at('later-2.txt'), 'here too')
  await causes.getByRole('button', { name: /^Retry/u }).click()
  await expect(app.figure('Failed')).toContainText('0')
  await expect(app.results).toHaveAttribute('aria-rowcount', '11')
})

test('results are searched, sorted, selected by keyboard and looked at', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 30)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const { page } = app
  await page.keyboard.press('Control+f')
  await page.keyboard.type('photo-002')
  await expect(app.results).toHaveAttribute('aria-rowcount', '11')
  await page.keyboard.press('Escape')
  await expect(app.results).toHaveAttribute('aria-rowcount', '31')

  const size = app.results.getByRole('columnheader', { name: 'Size' })
  await size.getByRole('button').click()
  await expect(size).toHaveAttribute('aria-sort', 'ascending')
  await size.getByRole('button').click()
  await expect(size).toHaveAttribute('aria-sort', 'descending')
  await expect(app.results.locator('[aria-rowindex="2"]')).toContainText('photo-0030.jpg')

  await app.results.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('3 selected')
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('30 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeHidden()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('photo-0030.jpg')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test.describe('in a wide window', () => {
  test.use({ viewport: { width: 1600, height: 900 } })

  test('the details of a result leave the buttons of the run in reach and follow the keyboard', async ({
    app,
    folder,
  }) => {
    await smallFiles(folder.at('in'), 5)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await app.waitForState('Finished')
    const { page } = app
    await app.results.focus()
    const before = await app.results.boundingBox()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    const details = page.getByRole('region', { name: /^Result \d/u })
    const path = details.locator('dd').first()
    for (const row of [2, 3]) {
      const text = await app.results.locator(`[aria-rowindex="${row}"]`).innerText()
      await expect(path).toContainText(/photo-\d+/u.exec(text)?.[0] ?? 'a name')
      await page.keyboard.press('ArrowDown')
    }
    expect(await app.results.boundingBox()).toEqual(before)
    await page.getByRole('button', { name: 'Export CSV' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await details.getByRole('button', { name: 'Close' }).click()
    await expect(details).toBeHidden()
    await expect(app.results).toBeFocused()
  })
})

test('an order that is still to come leaves what was shown in its place, and is asked for once', async ({
  app,
  folder,
}) => {
  const files = 100
  await smallFiles(folder.at('in'), files)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  const { page } = app
  let isHeld = false
  let questions = 0
  const held: (() => void)[] = []
  await page.routeWebSocket('**/engine', (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (message.toString().includes('runs/results')) questions += 1
      server.send(message)
    })
    server.onMessage((message) => {
      if (isHeld) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  await page.reload()
  const selection = page.getByRole('toolbar', { name: 'Selection' })
  await expect(app.results).toHaveAttribute('aria-rowcount', String(files + 1))
  await app.results.focus()
  await page.keyboard.press('End')
  const last = app.results.locator(`[aria-rowindex="${files + 1}"]`)
  await expect(last).toContainText('photo-')
  await expect(selection).toContainText('1 selected')
  const shown = await last.innerText()

  isHeld = true
  const before = questions
  await app.results.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await expect(app.results).toHaveAttribute('aria-busy', 'true')
  expect(await last.innerText()).toBe(shown)
  await expect(selection).toBeVisible()
  isHeld = false
  for (const letGo of held) letGo()
  await expect(app.results).toHaveAttribute('aria-busy', 'false')
  await expect(app.results.locator('[aria-rowindex="2"]')).toContainText('photo-0001.jpg')
  await expect(last).toBeHidden()
  await expect(selection).toBeHidden()
  expect(questions - before).toBe(1)
})

test('the columns of a command are those of its pattern, and results are sorted by them', async ({
  app,
  folder,
}) => {
  await smallFiles(folder.at('in'), 12)
  await app.add(folder.at('in'))
  const { page } = app
  await page.getByRole('combobox', { name: 'Task' }).selectOption('Command')
  await page.getByRole('textbox', { name: 'Command', exact: true }).fill('wc -c {}')
  await page.getByRole('combobox', { name: 'Results' }).selectOption('pattern')
  await page.getByRole('textbox', { name: 'Pattern' }).fill(String.raw`^\s*(?<bytes>\d+)`)
  await page.getByRole('textbox', { name: 'Columns' }).fill('bytes:integer')
  await app.runButton.click()
  await app.waitForState('Finished')
  const bytes = app.results.getByRole('columnheader', { name: 'bytes' })
  await expect(app.results.getByRole('columnheader', { name: 'Output' })).toHaveCount(0)
  await bytes.getByRole('button').click()
  await expect(bytes).toHaveAttribute('aria-sort', 'ascending')
  await expect(app.results.locator('[aria-rowindex="2"]')).toContainText('107')
  await bytes.getByRole('button').click()
  await expect(bytes).toHaveAttribute('aria-sort', 'descending')
  const first = app.results.locator('[aria-rowindex="2"]')
  await expect(first).toContainText('photo-0012.jpg')
  await expect(first).toContainText('184')
  await page.reload()
  await expect(bytes).toBeVisible()
})

test('columns that were chosen are there again after a reload', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 3)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  await app.page.getByRole('button', { name: 'Columns' }).click()
  const menu = app.page.getByRole('group', { name: 'Columns' })
  await menu.getByRole('checkbox', { name: 'Worker' }).click()
  await menu.getByRole('checkbox', { name: 'Modified' }).click()
  await menu.getByRole('button', { name: 'Move Size forward' }).click()
  const names = ['Outcome', '#', 'File', 'Size', 'Checksum', 'Modified', 'Duration']
  await expect(app.results.getByRole('columnheader')).toHaveText(names)
  await app.page.reload()
  await expect(app.results.getByRole('columnheader')).toHaveText(names)
})

test('workers are changed while the run is on, an item is ended, and the run drained', async ({
  app,
  folder,
}) => {
  await endlessFiles(folder.at('in'), 4)
  await app.add(folder.at('in'))
  await app.page.getByRole('textbox', { name: 'Workers' }).fill('2')
  await app.runButton.click()
  const workers = app.page.getByRole('region', { name: 'Workers' })
  await expect(workers).toContainText('2 of 2 busy')
  await workers.getByRole('button', { name: 'One worker fewer' }).click()
  await expect(workers).toContainText('of 1 busy')
  await workers.getByRole('button', { name: /^End the work on .*tape-1/u }).click()
  await expect(app.figure('Failed')).toContainText('1')
  await app.action('Drain').click()
  await expect(app.runHeader).toContainText('finishing the files in hand')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
})

test('a run is searched for in the history and deleted with its results', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 12)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')
  await app.goTo('Runs')
  const search = app.page.getByRole('textbox', { name: 'Search runs' })
  await search.fill('nothing so called')
  await expect(app.page.getByText('No run matches.')).toBeVisible()
  await search.fill('checksum')
  await expect(app.page.getByRole('table').getByRole('row')).toHaveCount(2)
  await search.fill('')
  await app.page.getByRole('button', { name: /^More actions/u }).click()
  await app.page.getByRole('menuitem', { name: 'Delete run' }).click()
  const dialog = app.page.getByRole('dialog')
  await expect(dialog).toContainText('cannot be brought back')
  await dialog.getByRole('button', { name: 'Delete run' }).click()
  await expect(app.page.getByText('No runs yet.')).toBeVisible()
})
