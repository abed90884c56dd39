import { RPCLink } from '@orpc/client/message-port'
import type { DesktopBridge, EnginePortMessage } from '../../../shared/contract/desktop-bridge.ts'
import type { CsvExport, Desktop, ExportOutcome } from './desktop.ts'
import { UnreachableError } from './engine-client.ts'
import type { EngineClient, EngineLink, EngineTransport } from './engine-client.ts'

/** How long to wait for a port before asking anew, in milliseconds. */
const portPatience = 10_000

function isPortMessage(data: unknown, nonce: string): data is EnginePortMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'batchyard:engine-port' &&
    'nonce' in data &&
    data.nonce === nonce
  )
}

function requestPort(bridge: DesktopBridge<File>): Promise<MessagePort> {
  const nonce = crypto.randomUUID()
  return new Promise((resolve, reject) => {
    const settled = new AbortController()
    const patience = setTimeout(() => {
      settled.abort()
      reject(new UnreachableError('no-answer'))
    }, portPatience)
    window.addEventListener(
      'message',
      (event) => {
        const port = event.ports[0]
        if (event.source !== window || port === undefined || !isPortMessage(event.data, nonce)) return
        clearTimeout(patience)
        settled.abort()
        resolve(port)
      },
      { signal: settled.signal },
    )
    bridge.requestEnginePort(nonce)
  })
}

/** Connects over a MessagePort straight to the engine's process. */
export function electronTransport(bridge: DesktopBridge<File>): EngineTransport {
  return {
    async open(): Promise<EngineLink> {
      const port = await requestPort(bridge)
      const { promise: closed, resolve: end } = Promise.withResolvers<void>()
      const stopListening = bridge.onEngineRestarted(close)
      function close(): void {
        stopListening()
        port.close()
        // A port says `close` to its other end only, so its link is told here.
        port.dispatchEvent(new Event('close'))
      }
      port.addEventListener('close', () => {
        end()
      })
      const link = new RPCLink({ port })
      port.start()
      return { link, closed, close }
    },
  }
}

/** The desktop app's dialogs, drag and drop and file manager. */
export function electronDesktop(bridge: DesktopBridge<File>, client: EngineClient): Desktop {
  async function exportCsv(request: CsvExport): Promise<ExportOutcome> {
    const path = await bridge.chooseSavePath(`run-${request.runId}.csv`)
    if (path === null) return { kind: 'cancelled' }
    const receipt = await client.exports.csv({
      runId: request.runId,
      path,
      options: {
        columns: [...request.columns],
        byteOrderMark: request.byteOrderMark,
        escapeFormulas: request.escapeFormulas,
      },
    })
    return { kind: 'saved', ...receipt }
  }
  return {
    async exportComparison({ before, after }) {
      const path = await bridge.chooseSavePath(`comparison-${before}-${after}.csv`)
      if (path === null) return { kind: 'cancelled' }
      return { kind: 'saved', ...(await client.exports.comparison({ before, after, path })) }
    },
    inputActions: [
      { id: 'files', choose: () => bridge.chooseFiles() },
      { id: 'folders', choose: () => bridge.chooseFolders() },
    ],
    pathsOfDrop: (files) => bridge.pathsOf(files),
    exportCsv,
    showInFolder: (path) => bridge.showInFolder(path),
    openFile: (path) => bridge.openFile(path),
    onCommand: (listener) => bridge.onCommand(listener),
    notifications: {
      isOn: async () => (await bridge.settings()).notifications,
      turn: async (on) => (await bridge.changeSettings({ notifications: on })).notifications,
      show: null,
    },
    app: {
      settings: () => bridge.settings(),
      changeSettings: (change) => bridge.changeSettings(change),
      cancelCountdown: () => bridge.cancelCountdown(),
      copyDiagnostics: () => bridge.copyDiagnostics(),
    },
  }
}
