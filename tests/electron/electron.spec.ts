import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { findElectronRuntime } from '../support/electron-runtime.ts'

// The desktop app as a user has it: a real Electron, the built bundles in `out/`. Where there is no Electron
// runtime, `npm test` does not run this file and says so by name; run all the same, it fails.

const root = fileURLToPath(new URL('../..', import.meta.url))
let home: string
let application: ElectronApplication
let window: Page
const complaints: string[] = []

test.beforeEach(async () => {
  const runtime = findElectronRuntime()
  if (!runtime.found) throw new Error(runtime.reason)
  home = await mkdtemp(join(tmpdir(), 'batchyard-desktop-'))
  complaints.length = 0
  application = await _electron.launch({
    executablePath: runtime.executable,
    args: [root, `--user-data-dir=${join(home, 'chromium')}`],
    env: environment(home),
  })
  // Not `whenReady`: Playwright's own loader delays it.
  window = await application.firstWindow()
  window.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  window.on('pageerror', (error) => complaints.push(error.message))
})

test.afterEach(async () => {
  await application.close()
  await rm(home, { recursive: true, force: true })
})

function environment(folder: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(?:NODE_|ELECTRON_)/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    USERPROFILE: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    LOCALAPPDATA: join(folder, 'data'),
  }
}

test('opens its window under its own scheme, isolated and sandboxed', async () => {
  expect(window.url()).toMatch(/^app:\/\/batchyard\//)
  const seen = await window.evaluate(() => {
    const desktop: unknown = Reflect.get(globalThis, 'desktop')
    return {
      node: Reflect.has(globalThis, 'process') || Reflect.has(globalThis, 'require'),
      desktop: Object.keys(desktop ?? {}).sort(),
    }
  })
  expect(seen.node).toBe(false)
  expect(seen.desktop).toEqual([
    'chooseFiles',
    'chooseFolders',
    'chooseSavePath',
    'onEngineRestarted',
    'pathsOf',
    'requestEnginePort',
    'showInFolder',
  ])
  const versions = await application.evaluate(() => process.versions)
  expect(versions.electron).toMatch(/^45\./)
  expect(versions.node).toMatch(/^24\./)
  expect(complaints).toEqual([])
})

test('runs a batch over files chosen with the dialog', async () => {
  const file = join(home, 'a file.txt')
  await writeFile(file, 'content')
  await application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
  await window.getByRole('button', { name: /add files/i }).click()
  await window.getByRole('button', { name: /^run$/i }).click()
  await expect(window.getByText(createHash('sha256').update('content').digest('hex'))).toBeVisible()
  expect(complaints).toEqual([])
})

test('refuses to leave its page and to open another', async () => {
  const before = window.url()
  await window.evaluate(() => {
    globalThis.open('https://example.org/')
    globalThis.location.href = 'https://example.org/'
  })
  await window.reload()
  expect(window.url()).toBe(before)
  expect(application.windows()).toHaveLength(1)
})

test('comes back after the engine was killed', async () => {
  await application.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find((metric) => metric.name === 'Batchyard engine')
    if (engine === undefined) throw new Error('there is no engine process')
    process.kill(engine.pid, 'SIGKILL')
  })
  await expect(window.getByRole('button', { name: /add files/i })).toBeEnabled()
})
