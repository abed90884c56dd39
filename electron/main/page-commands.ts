import type { WebContents } from 'electron/main'
import type { DesktopCommand } from '../../shared/contract/desktop-bridge.ts'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { noArguments } from './dialog-requests.ts'
import { listen } from './handle.ts'

/** What waits for a page that takes commands. Bounded by what a person can do before it is there. */
const waiting: DesktopCommand[] = []
const mostWaiting = 100
let page: WebContents | null = null

/** Hands what is asked of the interface to the page, once it says that it takes commands. */
export function deliverCommands(): void {
  listen(desktopChannels.awaitCommands, noArguments, (_, { sender }) => {
    page = sender
    for (const command of waiting.splice(0)) sender.send(desktopChannels.command, command)
    function forget(): void {
      if (page === sender) page = null
    }
    sender.once('destroyed', forget)
    // A page that is loaded anew says so anew.
    sender.once('did-start-loading', forget)
  })
}

/** Asks something of the interface: at once, or as soon as there is one. */
export function sendCommand(command: DesktopCommand): void {
  if (page !== null && !page.isDestroyed()) page.send(desktopChannels.command, command)
  else if (waiting.length < mostWaiting) waiting.push(command)
}
