import { release } from 'node:os'
import { app, clipboard } from 'electron/main'
import { desktopChannels } from '../../shared/contract/desktop-channels.ts'
import { diagnosticsText } from './diagnostics-text.ts'
import { noArguments } from './dialog-requests.ts'
import type { EngineProcess } from './engine-process.ts'
import { handle } from './handle.ts'
import { recentLog } from './log.ts'

/** Answers the interface's request for a description of this installation on the clipboard. */
export function registerDiagnostics(engine: EngineProcess): void {
  handle(desktopChannels.copyDiagnostics, noArguments, () => copyDiagnostics(engine))
}

/** Puts it there. */
export async function copyDiagnostics(engine: EngineProcess): Promise<void> {
  await clipboard.writeText(
    diagnosticsText({
      version: app.getVersion(),
      isPackaged: app.isPackaged,
      versions: process.versions,
      system: `${process.platform} ${release()} ${process.arch}, ${app.getSystemLocale()}`,
      engine: engine.description,
      log: recentLog(),
      homeFolder: app.getPath('home'),
    }),
  )
}
