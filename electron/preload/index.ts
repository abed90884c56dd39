import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer'
import { desktopOrigin } from '../../shared/contract/desktop-bridge.ts'
import type { DesktopBridge, EnginePortMessage } from '../../shared/contract/desktop-bridge.ts'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { isCommand, openOutcome, pathOrNull, paths, settingsOf, unwrapReply } from './replies.ts'

// Electron security checklist 20: the page gets frozen, named functions and never `ipcRenderer` itself.

/** The nonce whose port has not come yet. */
let awaitedNonce: string | null = null

const desktop: DesktopBridge<File> = {
  async chooseFiles() {
    return paths(await request(desktopChannels.chooseFiles))
  },
  async chooseFolders() {
    return paths(await request(desktopChannels.chooseFolders))
  },
  async chooseSavePath(proposedName) {
    return pathOrNull(await request(desktopChannels.chooseSavePath, proposedName))
  },
  async showInFolder(path) {
    await request(desktopChannels.showInFolder, path)
  },
  async openFile(path) {
    return openOutcome(await request(desktopChannels.openFile, path))
  },
  pathsOf(files) {
    // A file that was made by a page has no path.
    return files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
  },
  requestEnginePort(nonce) {
    awaitedNonce = nonce
    ipcRenderer.send(desktopChannels.requestEnginePort, nonce)
  },
  onCommand(listener) {
    function tell(_event: unknown, command: unknown): void {
      if (isCommand(command)) listener(command)
    }
    ipcRenderer.on(desktopChannels.command, tell)
    ipcRenderer.send(desktopChannels.awaitCommands)
    return () => {
      ipcRenderer.off(desktopChannels.command, tell)
    }
  },
  async copyDiagnostics() {
    await request(desktopChannels.copyDiagnostics)
  },
  async settings() {
    return settingsOf(await request(desktopChannels.readSettings))
  },
  async changeSettings(change) {
    return settingsOf(await request(desktopChannels.changeSettings, change))
  },
  async cancelCountdown() {
    await request(desktopChannels.cancelCountdown)
  },
  onEngineRestarted(listener) {
    // The page's function is not handed Electron's event, through which it could reach `ipcRenderer`.
    function tell(): void {
      listener()
    }
    ipcRenderer.on(desktopChannels.engineRestarted, tell)
    return () => {
      ipcRenderer.off(desktopChannels.engineRestarted, tell)
    }
  },
}

ipcRenderer.on(desktopChannels.enginePort, (event, nonce: unknown) => {
  if (typeof nonce !== 'string' || nonce !== awaitedNonce) {
    for (const port of event.ports) port.close()
    return
  }
  awaitedNonce = null
  const message: EnginePortMessage = { type: 'batchyard:engine-port', nonce }
  window.postMessage(message, desktopOrigin, [...event.ports])
})

contextBridge.exposeInMainWorld('desktop', Object.freeze(desktop))

async function request(channel: string, ...parameters: readonly unknown[]): Promise<unknown> {
  const reply: unknown = await ipcRenderer.invoke(channel, ...parameters)
  return unwrapReply(reply)
}
