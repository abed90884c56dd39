import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../shared/contract/page-policy.ts'

// What of Electron's checklist can be seen in the sources. That Electron obeys is shown where Electron is.

const root = fileURLToPath(new URL('../..', import.meta.url))

async function sources(...folders: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const folder of folders) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!/\.(?:ts|vue|html)$/.test(name) || name.endsWith('.test.ts')) continue
      found.set(`${folder}/${name}`, await readFile(join(root, folder, name), 'utf8'))
    }
  }
  return found
}

/** The files in which something stands. */
async function filesWith(pattern: RegExp, ...folders: string[]): Promise<string[]> {
  return [...(await sources(...folders))].filter(([, text]) => pattern.test(text)).map(([name]) => name)
}

const windowText = await readFile(join(root, 'electron/main/window.ts'), 'utf8')

describe('the desktop shell', () => {
  it.each(['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'])(
    'gives the page nothing of Node: %s is off',
    (name) => {
      expect(windowText).toMatch(new RegExp(`${name}: false`))
      expect(windowText).toMatch(/contextIsolation: true/)
    },
  )

  it('puts every page in the sandbox', async () => {
    expect(windowText).toMatch(/sandbox: true/)
    expect(await readFile(join(root, 'electron/main/index.ts'), 'utf8')).toMatch(/app\.enableSandbox\(\)/)
  })

  it('turns off nothing that protects', async () => {
    for (const setting of [
      'webSecurity: true',
      'allowRunningInsecureContent: false',
      'experimentalFeatures: false',
      'webviewTag: false',
    ]) {
      expect(windowText).toContain(setting)
    }
    const pattern = /enableBlinkFeatures|allowpopups|no-sandbox|disable-web-security|ignore-certificate/i
    expect(await filesWith(pattern, 'electron/main', 'electron/preload', 'renderer')).toEqual([
      // In the comment that says which switches of others are no paths.
      'electron/main/opened-words.ts',
    ])
  })

  it('makes windows in one place', async () => {
    expect(await filesWith(/new BrowserWindow\(/, 'electron')).toEqual(['electron/main/window.ts'])
  })

  it('loads nothing from elsewhere', async () => {
    const directives = contentSecurityPolicy.split('; ')
    expect(directives).toContain("default-src 'none'")
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|blob:|filesystem:/)
    expect(directives.find((each) => each.startsWith('script-src'))).toBe("script-src 'self'")
    expect(await filesWith(/loadURL\((?!`\$\{desktopOrigin\}\/`\))|loadFile\(/, 'electron/main')).toEqual([])
  })

  it('refuses every way out of the page', async () => {
    const text = await readFile(join(root, 'electron/main/navigation.ts'), 'utf8')
    for (const way of [
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
      'setWindowOpenHandler',
      "action: 'deny'",
    ]) {
      expect(text).toContain(way)
    }
  })

  it('opens nothing outside', async () => {
    expect(await filesWith(/openExternal\(|\.openExternal/, 'electron', 'renderer/src')).toEqual([])
    expect(await filesWith(/\.openPath\(/, 'electron')).toEqual([
      'electron/main/menu.ts',
      'electron/main/open-file.ts',
    ])
  })

  it('has one door for messages of the page', async () => {
    expect(await filesWith(/\bipcMain\b/, 'electron')).toEqual(['electron/main/handle.ts'])
    expect(await filesWith(/\bipcRenderer\b/, 'electron', 'renderer/src', 'shared')).toEqual([
      'electron/preload/index.ts',
      'shared/contract/desktop-bridge.ts',
      ...((await filesWith(/\bipcRenderer\b/, 'shared')).includes('shared/contract/desktop-channels.ts')
        ? ['shared/contract/desktop-channels.ts']
        : []),
    ])
  })

  it('runs no text as a program', async () => {
    const pattern = /\beval\(|new Function\(|v-html|innerHTML|insertAdjacentHTML|document\.write/
    expect(await filesWith(pattern, 'electron/main', 'electron/preload', 'renderer/src')).toEqual([])
  })

  it('keeps nothing secret, so that nothing needs safeStorage', async () => {
    expect(await filesWith(/\bsafeStorage\b\./, 'electron')).toEqual([])
  })
})
