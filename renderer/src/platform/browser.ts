import { RPCLink } from '@orpc/client/websocket'
import { browserNotifications } from './browser-notifications.ts'
import type { CsvExport, Desktop, ExportOutcome } from './desktop.ts'
import { UnreachableError } from './engine-client.ts'
import type { EngineLink, EngineTransport } from './engine-client.ts'

/** A browser does not say why a WebSocket was refused, so the page itself is asked for. */
async function reasonForRefusal(): Promise<UnreachableError> {
  try {
    const answer = await fetch('./', { method: 'HEAD', cache: 'no-store' })
    return new UnreachableError(answer.status === 401 || answer.status === 403 ? 'not-admitted' : 'no-answer')
  } catch {
    return new UnreachableError('no-answer')
  }
}

/** Connects over a WebSocket to the server that the page came from. */
export function browserTransport(): EngineTransport {
  return {
    async open(): Promise<EngineLink> {
      const address = new URL('engine', document.baseURI)
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
      const socket = new WebSocket(address)
      const { promise: closed, resolve: end } = Promise.withResolvers<void>()
      socket.addEventListener('close', () => {
        end()
      })
      const opened = await new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => {
          resolve(true)
        })
        socket.addEventListener('close', () => {
          resolve(false)
        })
      })
      if (!opened) throw await reasonForRefusal()
      return {
        link: new RPCLink({ websocket: socket }),
        closed,
        close: () => {
          socket.close()
        },
      }
    },
  }
}

function downloadAddress(request: CsvExport): string {
  const address = new URL(`exports/run-${request.runId}.csv`, document.baseURI)
  address.hash = ''
  address.searchParams.set('columns', request.columns.join(','))
  address.searchParams.set('byteOrderMark', String(request.byteOrderMark))
  address.searchParams.set('escapeFormulas', String(request.escapeFormulas))
  return address.href
}

/** What a browser offers: downloads, and neither dialogs nor the paths of dropped files. */
export function browserDesktop(): Desktop {
  function download(address: string, fileName: string): Promise<ExportOutcome> {
    const anchor = document.createElement('a')
    anchor.href = address
    anchor.download = fileName
    anchor.click()
    return Promise.resolve({ kind: 'downloading' })
  }
  return {
    inputActions: [],
    pathsOfDrop: null,
    exportCsv: (request) => download(downloadAddress(request), `run-${request.runId}.csv`),
    exportComparison({ before, after }) {
      const fileName = `comparison-${before}-${after}.csv`
      const address = new URL(`exports/${fileName}`, document.baseURI)
      address.hash = ''
      return download(address.href, fileName)
    },
    showInFolder: null,
    openFile: null,
    onCommand: () => () => {},
    notifications: browserNotifications(),
    app: null,
  }
}
