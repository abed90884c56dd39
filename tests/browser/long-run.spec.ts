import { rm, writeFile } from 'node:fs/promises'
import { command, serveInterface } from '../support/command.ts'
import { endlessFiles, smallFiles } from './files.ts'
import { expect, Interface, test } from './interface.ts'

test('a run is cancelled at once, and keeps what was done', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 20)
  await endlessFiles(folder.at('in'), 6)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await expect(app.figure('Done')).toContainText('20')
  await expect(app.page.getByText('tape-').first()).toBeVisible()
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
  await expect(app.figure('Not done')).toContainText('6')
  await expect(app.results).toHaveAttribute('aria-rowcount', '21')
})

test('a run is paused, goes on, is cancelled, and the rest is done later', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 20)
  await endlessFiles(folder.at('in'), 2)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await expect(app.figure('Done')).toContainText('20')
  await app.action('Pause').click()
  await app.waitForState('Paused')
  await app.action('Resume').click()
  await app.waitForState('Running')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
  for (const name of ['tape-1.img', 'tape-2.img']) {
    await rm(folder.at('in', name))
    await writeFile(folder.at('in', name), 'short')
  }
  await app.action('Resume').click()
  await app.waitForState('Finished')
  await expect(app.figure('Done')).toContainText('22')
  await expect(app.results).toHaveAttribute('aria-rowcount', '23')
  await expect(app.action('Resume')).toHaveCount(0)
})

test('what failed is tried again in the same run', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 5)
  await app.add(folder.at('in'))
  await app.add(folder.at('later.txt'))
  await app.runButton.click()
  await expect(app.figure('Failed')).toContainText('1')
  await writeFile(folder.at('later.txt'), 'here at last')
  await app.action('Retry failed').click()
  await expect(app.figure('Failed')).toContainText('0')
  await expect(app.figure('Done')).toContainText('6')
  await expect(app.action('Retry failed')).toHaveCount(0)
  await expect(app.row('later.txt').getByRole('img', { name: 'Succeeded' })).toBeVisible()
})

test('a reload during a run shows the run as it is', async ({ app, folder }) => {
  await smallFiles(folder.at('in'), 20)
  await endlessFiles(folder.at('in'), 2)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await expect(app.figure('Done')).toContainText('20')
  await app.page.reload()
  await expect(app.figure('Done')).toContainText('20')
  await expect(app.figure('Remaining')).toContainText('2')
  await expect(app.results).toHaveAttribute('aria-rowcount', '21')
  await app.cancelButton.click()
  await app.waitForState('Cancelled')
})

test('two windows show one run', async ({ app, served, folder, context }) => {
  await endlessFiles(folder.at('in'), 2)
  await app.add(folder.at('in'))
  await app.runButton.click()
  await expect(app.cancelButton).toBeVisible()
  const second = new Interface(await context.newPage())
  await second.page.goto(`${served.origin}/${new URL(app.page.url()).hash}`)
  await second.cancelButton.click()
  await app.waitForState('Cancelled')
})

test('after the server was started anew the history is there', async ({ page, folder, complaints }) => {
  await smallFiles(folder.at('in'), 10)
  {
    await using served = await serveInterface(folder.at('data'))
    await page.goto(served.address)
    const app = new Interface(page)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await app.waitForState('Finished')
    await page.goto('about:blank')
  }
  const outside = await command(
    ['run', '--task', 'checksum', '--input', folder.at('in'), '--name', 'From outside'].concat([
      '--data-dir',
      folder.at('data'),
    ]),
  )
  expect(outside.exitCode).toBe(0)
  await using again = await serveInterface(folder.at('data'))
  await page.goto(again.address)
  const app = new Interface(page)
  await app.goTo('Runs')
  const rows = page.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(1)).toContainText('From outside')
  await rows.nth(2).getByRole('link').click()
  await app.waitForState('Finished')
  await expect(app.results).toHaveAttribute('aria-rowcount', '11')
  await page.goto('about:blank')
  expect(complaints).toEqual([])
})

test('when the server ends the page says so', async ({ page, folder }) => {
  const served = await serveInterface(folder.at('data'))
  await page.goto(served.address)
  await expect(new Interface(page).pathField).toBeVisible()
  expect((await served.end()).exitCode).toBe(0)
  await expect(page.getByText('The engine does not answer').first()).toBeVisible()
})
