import { writeFile } from 'node:fs/promises'
import { smallFiles } from './files.ts'
import { expect, test } from './interface.ts'

test('a script with a fault shows it at its line; mended, it is tried where it is written', async ({
  app,
  folder,
}) => {
  const { page } = app
  await expect(app.pathField).toBeVisible()
  await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('Script')
  const editor = page.getByTestId('code-editor')
  const text = editor.getByRole('textbox', { name: 'Script' })
  await app.writeScript(
    'export const columns = ["letters"]\nexport default (item, context) => {\n  const = 3\n}',
  )
  // Also before there are inputs, and without any of it being run.
  const marker = editor.locator('.cm-lint-marker-error')
  await expect(marker).toHaveCount(1)
  await expect(page.getByText('has a fault at line 3, column 9')).toBeVisible()
  const line = editor.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^3$/u })
  await expect(async () => {
    expect((await marker.boundingBox())?.y).toBeCloseTo((await line.boundingBox())?.y ?? -1, -1)
  }).toPass()

  await app.writeScript(
    'export const columns = ["letters"]\nexport default (item, context) => {\n  context.log("read " + item.name)\n  return { letters: item.size }\n}',
  )
  await expect(marker).toHaveCount(0)
  const panel = page.getByRole('region', { name: 'Try', exact: true })
  await expect(panel.getByRole('button', { name: 'Try' })).toBeDisabled()
  await smallFiles(folder.at('in'), 1)
  await app.add(folder.at('in'))
  await panel.getByRole('button', { name: 'Try' }).click()
  await expect(panel.getByRole('listitem')).toContainText('letters 107')
  await panel.getByText('What it said').click()
  await expect(panel).toContainText('read photo-0001.jpg')

  await text.press('Control+End')
  await page.keyboard.type('// changed')
  await expect(panel).toContainText('From before the last change.')
  await app.runButton.click()
  await app.waitForState('Finished')
})

test('what fails when a script is loaded stands at its line, and what fails for a file in the try', async ({
  app,
  folder,
}) => {
  const { page } = app
  await smallFiles(folder.at('in'), 1)
  await app.add(folder.at('in'))
  await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('Script')
  await app.writeScript('const x = 1\n\nthrow new Error("at once")')
  await expect(page.getByTestId('code-editor').locator('.cm-lint-marker-error')).toHaveCount(1)
  await expect(page.getByText('could not be loaded at line 3: at once.').first()).toBeVisible()
  await app.writeScript('export default () => {\n  throw new Error("not this one")\n}')
  const panel = page.getByRole('region', { name: 'Try', exact: true })
  await panel.getByRole('button', { name: 'Try' }).click()
  await expect(panel.getByRole('listitem')).toContainText('failed at line 2')
})

test('a command is tried where it is written, and a program that is not there is said', async ({
  app,
  folder,
}) => {
  const { page } = app
  await page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('Command')
  const field = page.getByRole('textbox', { name: 'Command', exact: true })
  await field.fill('no-such-program-here {}')
  await expect(page.getByText('There is no program "no-such-program-here"')).toBeVisible()
  await writeFile(folder.at('a.txt'), 'one two\n')
  await app.add(folder.at('a.txt'))
  await field.fill('cat')
  const panel = page.getByRole('region', { name: 'Try', exact: true })
  await panel.getByRole('button', { name: 'Try' }).click()
  await expect(panel.getByRole('listitem')).toContainText('Exit code 0 · Output one two')
})
