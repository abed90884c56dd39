import { open } from 'node:fs/promises'
import { app, dialog } from 'electron/main'
import { logError } from './log.ts'
import { openedFiles } from './opened-words.ts'
import type { HandOver } from './opened-words.ts'
import { sendCommand } from './page-commands.ts'

/** No preset is larger; the engine takes no longer text either (bytes). */
const largestPreset = 10_000_000

/** Hands files to the interface that came with a start: inputs as paths, presets with their content. */
export async function openFiles(handOver: HandOver): Promise<void> {
  const { inputs, presets } = openedFiles(handOver)
  if (inputs.length > 0) sendCommand({ type: 'add-inputs', paths: inputs })
  for (const path of presets) await openPreset(path)
}

/** Takes files that macOS opens with this application, from before ready on. */
export function openFilesOfSystem(): void {
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void openFiles({ words: ['--', path], folder: '/' })
  })
  // No address of this application's own is declared: what claims to be one is not obeyed.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    logError(`The address ${url} was refused: Batchyard opens files, not addresses.`)
  })
}

/** Reads a preset and hands it to the interface, which shows what it would do before anything is saved. */
export async function openPreset(path: string): Promise<void> {
  try {
    sendCommand({ type: 'open-preset', path, text: await readText(path) })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    dialog.showErrorBox('The preset could not be opened', `${path}: ${reason}`)
  }
}

async function readText(path: string): Promise<string> {
  await using file = await open(path)
  const status = await file.stat()
  if (!status.isFile()) throw new Error('this is no file.')
  if (status.size > largestPreset) throw new Error('this is too large to be a preset.')
  return await file.readFile('utf8')
}
