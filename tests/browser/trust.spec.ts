import { access, readdir, writeFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { presetFileOf, smallFiles } from './files.ts'
import { expect, test, type Interface } from './interface.ts'

function question(app: Interface): Locator {
  return app.page.getByRole('dialog', { name: 'Code from somebody else' })
}

/** Imports a preset from somebody else's file and begins a job with it. */
async function useForeignPreset(app: Interface, file: string, name: string): Promise<void> {
  const { page } = app
  await app.goTo('Presets')
  await page.getByTestId('preset-file').setInputFiles(file)
  const review = page.getByRole('dialog', { name: 'Import preset' })
  await review.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('article', { name }).getByRole('link', { name: /^Use/u }).click()
  await expect(app.pathField).toBeVisible()
}

test('a foreign command is shown whole, refused, accepted, and asked about anew when it changes', async ({
  app,
  folder,
}) => {
  const { page } = app
  await smallFiles(folder.at('in'), 3)
  const mark = folder.at('mark')
  const command = `echo \u202E{/} >> '${mark}'`
  const preset = folder.at('friend.batchyard.json')
  await writeFile(
    preset,
    presetFileOf('From a friend', { type: 'command', parameters: { command, shell: 'sh' } }),
  )
  await useForeignPreset(app, preset, 'From a friend')
  await app.add(folder.at('in'))
  await expect(page.getByText('Code from elsewhere, not accepted')).toBeVisible()

  // Whatever would run it asks first, and does nothing where it is refused.
  for (const name of ['Run', 'Try on a few', 'Plan', 'Add to queue', 'Show the code']) {
    await page.getByRole('button', { name, exact: true }).click()
    const code = question(app).getByRole('region', { name: 'The code' })
    await expect(code).toContainText('echo ⟨U+202E⟩{/} >>')
    await expect(code).toContainText('Shell: sh')
    await expect(code.locator('mark').first()).toHaveText('⟨U+202E⟩')
    await expect(code).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(question(app)).toBeHidden()
    await expect(app.runButton).toBeEnabled()
  }
  await expect(access(mark)).rejects.toThrow()
  await app.runButton.click()
  await question(app).getByRole('button', { name: 'Keep closed' }).click()
  await app.goTo('Runs')
  await expect(page.getByText('No runs yet.')).toBeVisible()
  expect(await readdir(folder.path)).not.toContain('mark')

  await app.goTo('New job')
  await app.runButton.click()
  await question(app).getByRole('button', { name: 'Accept and run' }).click()
  await app.waitForState('Finished')
  await access(mark)
  await expect(app.figure('Failed')).toContainText('0')

  // Accepted is what was shown, also in a job that is run again; one more character is something else.
  await app.action('Run again').click()
  await expect(page).toHaveURL(/\/runs\/2$/u)
  await app.waitForState('Finished')
  await app.goTo('New job')
  await expect(page.getByText('3 files')).toBeVisible()
  await page.reload()
  await app.add(folder.at('in'))
  await expect(page.getByText('3 files')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Command' })
  await field.fill(`${command} `)
  await app.runButton.click()
  await expect(question(app)).toContainText('⟨1 blanks⟩')
  await page.keyboard.press('Escape')
  await field.fill(command)
  await expect(page.getByText('3 files')).toBeVisible()
})

test('accepted in order to be tried or planned, it is tried and planned', async ({ app, folder }) => {
  const { page } = app
  await smallFiles(folder.at('in'), 3)
  const preset = folder.at('friend.batchyard.json')
  const task = { type: 'script', parameters: { source: 'export default (item) => item.size' } }
  await writeFile(preset, presetFileOf('Sizes', task))
  await useForeignPreset(app, preset, 'Sizes')
  await app.add(folder.at('in'))
  await page.getByRole('button', { name: 'Plan', exact: true }).click()
  await question(app).getByRole('button', { name: 'Accept and plan' }).click()
  await expect(page.getByTestId('plan-rows').getByRole('row')).toHaveCount(4)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByTestId('code-editor').getByRole('textbox').press('Control+End')
  await page.keyboard.type(' + 1')
  await page.getByRole('button', { name: 'Try on a few' }).click()
  await question(app).getByRole('button', { name: 'Accept and try' }).click()
  await expect(page.getByRole('dialog', { name: 'Try on a few' }).getByRole('listitem').first()).toBeVisible()
})

test('what the user writes needs no question, and keeps its author where it is saved', async ({
  app,
  folder,
}) => {
  const { page } = app
  await smallFiles(folder.at('in'), 2)
  await page.getByRole('combobox', { name: 'Task' }).selectOption('Command')
  await page.getByRole('textbox', { name: 'Command' }).fill('echo {/}')
  await app.add(folder.at('in'))
  await app.runButton.click()
  await app.waitForState('Finished')

  const preset = folder.at('friend.batchyard.json')
  await writeFile(preset, presetFileOf('Foreign', { type: 'command', parameters: { command: 'echo {.}' } }))
  await useForeignPreset(app, preset, 'Foreign')
  await page.getByRole('textbox', { name: 'Command' }).fill('echo changed {.}')
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'Save as preset' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Changed')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog).toBeHidden()
  await app.goTo('Presets')
  await expect(page.getByRole('article', { name: 'Changed' })).toContainText('From elsewhere')
})
