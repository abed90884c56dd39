import { BrowserWindow } from 'electron/main'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { nonceArguments } from './dialog-requests.ts'
import type { EngineProcess } from './engine-process.ts'
import { listen } from './handle.ts'

/**
 * Hands a page the port it asked for, under the nonce it asked with. The frame that asked is the one that
 * gets it: a page that was loaded since has to ask by itself.
 */
export function handOutPorts(engine: EngineProcess): void {
  listen(desktopChannels.requestEnginePort, nonceArguments, ([nonce], { senderFrame }) => {
    if (senderFrame === null) return
    engine.connect({
      page: `${senderFrame.processId}:${senderFrame.routingId}`,
      isGone: () => senderFrame.isDestroyed() || senderFrame.detached,
      deliver: (port) => senderFrame.postMessage(desktopChannels.enginePort, nonce, [port]),
    })
  })
}

/** Tells every page that its port leads nowhere any more. */
export function announceEngineRestart(): void {
  for (const window of BrowserWindow.getAllWindows()) {
    window.webContents.send(desktopChannels.engineRestarted)
  }
}
