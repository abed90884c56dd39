import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { toCommandLineSchema } from '../../shared/contract/command-line-messages.ts'
import type { ToCommandLine } from '../../shared/contract/command-line-messages.ts'
import { brokeredProcesses } from './brokered-process.ts'
import { restoreArguments } from './cli/process-arguments.ts'
import { runCommandLine } from './cli/program.ts'
import { setSurroundings } from './surroundings.ts'
import { threadUrls } from './thread-urls.ts'

// `batchyard run …` of a packaged app, as Electron's utility process: no plain Node can be made of the
// package. Standard output and error are the terminal's own; standard input, which such a process lacks,
// comes by messages.

const input = new PassThrough()
const startProcess = brokeredProcesses(process.parentPort)
Object.defineProperty(process, 'stdin', { value: input, configurable: true })

process.parentPort.on('message', ({ data }) => {
  const message = toCommandLineSchema.safeParse(data)
  if (message.success) obey(message.data)
})

function obey(message: ToCommandLine): void {
  switch (message.type) {
    case 'run':
      void run(message)
      return
    case 'input':
      input.write(message.bytes)
      return
    case 'input-over':
      input.end()
  }
}

async function run({ words, commandLine, version }: Extract<ToCommandLine, { type: 'run' }>): Promise<void> {
  setSurroundings({
    version,
    threads: threadUrls(import.meta.url),
    rendererDirectory: fileURLToPath(new URL('../renderer', import.meta.url)),
    startProcess,
  })
  const restored = commandLine === null ? words : restoreArguments(words, Buffer.from(commandLine))
  const exitCode = await runCommandLine(restored)
  // The way to the main process would keep this one alive; what was printed is let out first.
  await Promise.all([process.stdout, process.stderr].map(flushed))
  process.exit(exitCode)
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}
