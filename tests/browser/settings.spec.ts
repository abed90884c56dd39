import { smallFiles } from './files.ts'
import { expect, Interface, test } from './interface.ts'

test.describe('a browser that allows notifications', () => {
  test('tells of a run that ended while nobody looked, once that was turned on', async ({
    page,
    served,
    folder,
    complaints,
  }) => {
    // Headless browsers show none, and always have the focus: what the page asks of them is seen here.
    await page.addInitScript(() => {
      class Recorded extends EventTarget {
        static permission = 'default'
        static requestPermission(): Promise<string> {
          Recorded.permission = 'granted'
          return Promise.resolve('granted')
        }
        constructor(title: string, { body }: { body: string }) {
          super()
          const told = document.createElement('output')
          told.dataset['testid'] = 'told'
          told.textContent = `${title} | ${body}`
          document.body.append(told)
        }
      }
      Object.assign(window, { Notification: Recorded })
      document.hasFocus = () => false
    })
    await page.goto(served.address)
    const told = page.getByTestId('told')
    const app = new Interface(page)
    await smallFiles(folder.at('in'), 3)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await app.waitForState('Finished')
    await expect(told).toHaveCount(0)

    await app.goTo('Settings')
    await page.getByRole('switch', { name: 'Notification' }).click()
    await expect(page.getByRole('switch', { name: 'Notification' })).toBeChecked()
    await app.goTo('New job')
    await app.add(folder.at('gone.jpg'))
    await app.runButton.click()
    await expect(told).toHaveText(/^Finished.*: .* \| 3 files succeeded, 1 file failed$/u)
    expect(complaints).toEqual([])
  })
})

test('notifications that the browser refuses stay off, and the licences are shown', async ({ app }) => {
  const { page } = app
  await page.route('**/THIRD-PARTY-NOTICES.txt', (route) =>
    route.fulfill({ body: 'Licence: MIT\n'.repeat(500) }),
  )
  await app.goTo('Settings')
  const toggle = page.getByRole('switch', { name: 'Notification' })
  await page.evaluate(() => {
    Notification.requestPermission = () => Promise.resolve('denied')
  })
  await toggle.click()
  await expect(page.getByText('The browser does not allow notifications')).toBeVisible()
  await expect(toggle).not.toBeChecked()

  await page.getByRole('button', { name: 'Licences of what is in it' }).click()
  const licences = page.getByRole('dialog', { name: 'Licences' })
  await expect(licences.getByRole('region', { name: 'Licences' })).toContainText('Licence: MIT')
})
