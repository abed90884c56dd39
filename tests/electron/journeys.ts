import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { barriers } from '../browser/barriers.ts'
import { endlessFiles, smallFiles } from '../browser/files.ts'
import { Interface } from '../browser/interface.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { TemporaryFolder } from '../support/temporary-folder.ts'

/** The desktop app at work, be it over Electron or over its double. */
export interface DesktopUnderTest {
  /** The page of the window that there is. */
  window(): Promise<Page>
  /** What the next dialog of this kind is answered with. */
  answerDialog(dialog: 'showOpenDialog' | 'showMessageBox', answer: object): Promise<void>
  /** Drops files on the window. */
  drop(paths: readonly string[]): Promise<void>
  clickMenu(label: string): Promise<void>
  /** Kills the engine's process. */
  killEngine(): Promise<void>
  /** Starts the application once more; resolves with the exit code of that process. */
  startAgain(words: readonly string[]): Promise<number | null>
  /** Runs the application as a command line to its end. */
  commandLine(
    words: readonly string[],
  ): Promise<{ readonly exitCode: number | null; readonly output: string }>
  /** As the user quits, by the menu or the keyboard. */
  quit(): Promise<void>
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>
  /** Ends what is left. */
  end(): Promise<void>
  /** What pages complained of. */
  readonly complaints: readonly string[]
}

/** Launches the application in a home of its own, with words of its command line. */
export type Launch = (home: string, words: readonly string[]) => Promise<DesktopUnderTest>

/** What a user of the desktop app does, the same over Electron and over its double. */
export function describeJourneys(launch: Launch, take: (page: Page, name: string) => Promise<void>): void {
  let folder: TemporaryFolder
  let desktop: DesktopUnderTest

  async function start(...words: string[]): Promise<Interface> {
    await mkdir(folder.at('home'), { recursive: true })
    desktop = await launch(folder.at('home'), words)
    const page = await desktop.window()
    const app = new Interface(page)
    await expect(app.pathField).toBeEnabled()
    return app
  }

  test.beforeEach(async () => {
    folder = await temporaryFolder()
  })

  test.afterEach(async () => {
    await desktop.end()
    await folder[Symbol.asyncDispose]()
  })

  test('launch: the page is isolated, has the bridge and nothing else of Electron', async () => {
    const { page } = await start()
    const seen = await page.evaluate(() => {
      const desktop: unknown = Reflect.get(globalThis, 'desktop')
      return {
        node: ['process', 'require', 'Buffer', 'ipcRenderer', 'electron'].filter((name) =>
          Reflect.has(globalThis, name),
        ),
        isFrozen: Object.isFrozen(desktop),
        desktop: Object.keys(desktop ?? {}).sort(),
      }
    })
    expect(seen.node).toEqual([])
    expect(seen.isFrozen).toBe(true)
    expect(seen.desktop).toEqual([
      'cancelCountdown',
      'changeSettings',
      'chooseFiles',
      'chooseFolders',
      'chooseSavePath',
      'copyDiagnostics',
      'onCommand',
      'onEngineRestarted',
      'openFile',
      'pathsOf',
      'requestEnginePort',
      'settings',
      'showInFolder',
    ])
    expect(desktop.complaints).toEqual([])
    await take(page, 'launch')
  })

  test('dialog: files are chosen, run, and every result is there', async () => {
    const app = await start()
    const file = folder.at('a “file” 🙂.txt')
    await writeFile(file, 'content')
    await desktop.answerDialog('showOpenDialog', { canceled: false, filePaths: [file] })
    await app.page.getByRole('button', { name: 'Add files' }).click()
    await expect(app.runButton).toBeEnabled()
    await app.runButton.click()
    await app.waitForState('Finished')
    await expect(app.row(createHash('sha256').update('content').digest('hex').slice(0, 8))).toBeVisible()
    await take(app.page, 'dialog-run')
    expect(desktop.complaints).toEqual([])
  })

  test('drop: a folder dropped on the window becomes an input', async () => {
    const app = await start()
    await smallFiles(folder.at('photos'), 12)
    await desktop.drop([folder.at('photos')])
    await expect(app.page.getByText('photos').first()).toBeVisible()
    await app.runButton.click()
    await app.waitForState('Finished')
    await expect(app.figure('Done')).toContainText('12')
    expect(desktop.complaints).toEqual([])
  })

  test('menu: an accelerator’s item asks for files and leads to the runs', async () => {
    const app = await start()
    await writeFile(folder.at('from the menu.txt'), '')
    const filePaths = [folder.at('from the menu.txt')]
    await desktop.answerDialog('showOpenDialog', { canceled: false, filePaths })
    await desktop.clickMenu('Add Files…')
    await expect(app.page.getByText('from the menu.txt').first()).toBeVisible()
    await desktop.clickMenu('Runs')
    await expect(app.page.getByRole('heading', { name: 'Runs' })).toBeVisible()
  })

  test('progress and cancel: a run is watched, and ended at once', async () => {
    const app = await start()
    await smallFiles(folder.at('in'), 20)
    await endlessFiles(folder.at('in'), 2)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await expect(app.figure('Done')).toContainText('20')
    await take(app.page, 'running')
    await app.cancelButton.click()
    await app.waitForState('Cancelled')
    await expect(app.figure('Not done')).toContainText('2')
  })

  test('when done: Batchyard says that it is about to quit, and stays where that is called off', async () => {
    const app = await start()
    await smallFiles(folder.at('in'), 3)
    await app.goTo('Settings')
    const then = app.page.getByRole('combobox', { name: 'Then', exact: true })
    await then.selectOption('quit')
    await app.goTo('New job')
    await app.add(folder.at('in'))
    await app.runButton.click()
    const dialog = app.page.getByRole('dialog', { name: 'Batchyard quits' })
    await expect(dialog.getByRole('timer')).toContainText(/second/u)
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme })
      expect(await barriers(app.page)).toEqual([])
    }
    await take(app.page, 'countdown')
    await dialog.getByRole('button', { name: 'Keep it open' }).click()
    await expect(dialog).toHaveCount(0)
    await app.waitForState('Finished')
    expect(desktop.complaints).toEqual([])
  })

  test('command: a program is run for each file, in brokered worker processes', async () => {
    const app = await start()
    await smallFiles(folder.at('in'), 8)
    await app.add(folder.at('in'))
    await app.page.getByRole('combobox', { name: 'Task', exact: true }).selectOption('command')
    await app.page.getByLabel('Command').fill('wc -c {}')
    await app.runButton.click()
    await app.waitForState('Finished')
    await expect(app.figure('Done')).toContainText('8')
    await expect(app.figure('Failed')).toContainText('0')
    await take(app.page, 'command')
  })

  test('crash: the engine is killed in a run; the interface rebuilds itself and offers to resume', async () => {
    const app = await start()
    await smallFiles(folder.at('in'), 20)
    await endlessFiles(folder.at('in'), 2)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await expect(app.figure('Done')).toContainText('20')
    await desktop.killEngine()
    await expect(app.action('Resume')).toBeVisible()
    await take(app.page, 'after-crash')
    for (const name of ['tape-1.img', 'tape-2.img']) {
      await rm(folder.at('in', name))
      await writeFile(folder.at('in', name), 'short')
    }
    await app.action('Resume').click()
    await app.waitForState('Finished')
    await expect(app.figure('Done')).toContainText('22')
    expect(desktop.complaints).toEqual([])
  })

  test('second start: its files come to the window that there is', async () => {
    const app = await start()
    await writeFile(folder.at('home', 'photo1.jpg'), '')
    await mkdir(folder.at('home', 'a folder'))
    expect(await desktop.startAgain(['photo1.jpg', 'a folder/'])).toBe(0)
    await expect(app.page.getByText('photo1.jpg').first()).toBeVisible()
    await expect(app.page.getByText('a folder').first()).toBeVisible()
  })

  test('start with files: what stands on the command line is in the job', async () => {
    await mkdir(folder.at('home'), { recursive: true })
    await writeFile(folder.at('home', 'first.jpg'), '')
    const app = await start('first.jpg')
    await expect(app.page.getByText('first.jpg').first()).toBeVisible()
  })

  test('command line: run prints its results and opens no window', async () => {
    await start()
    await smallFiles(folder.at('in'), 3)
    const { exitCode, output } = await desktop.commandLine([
      'run',
      folder.at('in'),
      '--task',
      'checksum',
      '--csv',
      '-',
    ])
    expect(output.trim().split('\n')).toHaveLength(4)
    expect(exitCode).toBe(0)
    const wrong = await desktop.commandLine(['run', '--nonsense'])
    expect(wrong.exitCode).toBe(2)
  })

  test('quit while running: it asks, stays when told so, and loses nothing when it quits', async () => {
    const app = await start()
    await smallFiles(folder.at('in'), 20)
    await endlessFiles(folder.at('in'), 1)
    await app.add(folder.at('in'))
    await app.runButton.click()
    await expect(app.figure('Done')).toContainText('20')
    await desktop.answerDialog('showMessageBox', { response: 2, checkboxChecked: false })
    await desktop.quit()
    await expect(app.figure('Remaining')).toContainText('1')
    await desktop.answerDialog('showMessageBox', { response: 1, checkboxChecked: false })
    await desktop.quit()
    expect(await desktop.exited).toBe(0)

    const later = await start()
    await later.goTo('Runs')
    await expect(later.page.getByText('Interrupted').first()).toBeVisible()
  })
}

/** Where screenshots of the journeys go, to be looked at. */
export function screenshotsIn(folder: string): (page: Page, name: string) => Promise<void> {
  return async (page, name) => {
    await page.screenshot({ path: join(folder, `${name}.png`) })
  }
}
