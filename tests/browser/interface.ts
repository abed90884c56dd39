import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { serveInterface, type ServedInterface } from '../support/command.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

interface Fixtures {
  /** A folder of this test's own, for inputs and for the database. */
  readonly folder: TemporaryFolder
  /** `batchyard serve`, a process of its own with a database of its own. */
  readonly served: ServedInterface
  /** What the page complained of: errors on its console, a violated policy, exceptions. Empty at the end. */
  readonly complaints: string[]
  /** The interface, opened with the printed address. */
  readonly app: Interface
}

/** Tests of the whole interface: real Chromium, real server, real engine, real files. */
export const test = base.extend<Fixtures>({
  // Playwright asks for a pattern as the first parameter.
  folder: async ({}, use) => {
    await using folder = await temporaryFolder()
    await use(folder)
  },
  served: async ({ folder }, use) => {
    await using served = await serveInterface(folder.at('data'))
    await use(served)
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await use(complaints)
    expect(complaints).toEqual([])
  },
  app: async ({ page, served, complaints }, use) => {
    await page.goto(served.address)
    expect(complaints).toEqual([])
    await use(new Interface(page))
  },
})

export { expect } from '@playwright/test'

/** The interface as its user sees it. */
export class Interface {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get pathField(): Locator {
    return this.page.getByRole('combobox', { name: 'Path or pattern' })
  }

  get runButton(): Locator {
    return this.page.getByRole('button', { name: 'Run', exact: true })
  }

  get cancelButton(): Locator {
    return this.action('Cancel run')
  }

  /** One of the actions of the run on the screen. */
  action(name: 'Pause' | 'Resume' | 'Retry failed' | 'Drain' | 'Cancel run' | 'Run again'): Locator {
    return this.runHeader.getByRole('button', { name })
  }

  get exportButton(): Locator {
    return this.page.getByRole('button', { name: 'Export CSV' })
  }

  get results(): Locator {
    return this.page.getByRole('grid', { name: 'Results' })
  }

  get waiting(): Locator {
    return this.page.getByRole('grid', { name: 'Waiting files' })
  }

  /** A row of the results that is in sight, by a text in it. */
  row(text: string | RegExp): Locator {
    return this.results.getByRole('row').filter({ hasText: text })
  }

  /** The header of the run's screen: name, state, progress, actions. Other screens have no progress in theirs. */
  get runHeader(): Locator {
    return this.page.locator('main header').filter({ has: this.page.getByRole('progressbar') })
  }

  /** One of the figures of a run by its name. */
  figure(name: string): Locator {
    return this.page
      .getByLabel('Figures')
      .locator('div')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .locator('dd')
  }

  /** Shows all results, only those that succeeded or failed, or what has none yet. */
  async show(filter: 'All' | 'Succeeded' | 'Failed' | 'Waiting' | 'Not done'): Promise<void> {
    // The radio buttons themselves are hidden behind their labels.
    const choice = this.page.getByRole('radio', { name: filter })
    await this.page.locator('label').filter({ has: choice }).click()
    await expect(choice).toBeChecked()
  }

  /** Adds a path or pattern to the job, by typing. */
  async add(path: string): Promise<void> {
    await this.pathField.fill(path)
    await this.pathField.press('Enter')
    await expect(this.pathField).toHaveValue('')
  }

  /** Puts a program in the place of what is in the editor, by pasting. */
  async writeScript(text: string): Promise<void> {
    const editor = this.page.getByTestId('code-editor').getByRole('textbox')
    await editor.press('Control+a')
    await editor.evaluate((field, program) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', program)
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }

  /** Goes to a screen by the sidebar. */
  async goTo(screen: 'New job' | 'Presets' | 'Runs' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click()
  }

  /** Waits until the run on the screen is in this state. */
  async waitForState(state: 'Running' | 'Paused' | 'Finished' | 'Cancelled'): Promise<void> {
    await expect(this.runHeader.getByText(state)).toBeVisible()
  }
}
