import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { canOpenBrowser, openBrowser } from '../open-browser.ts'
import { startServer, type RunningServer } from '../server.ts'
import { surroundings } from '../surroundings.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { wrongUsage } from './failure.ts'
import type { Interruption } from './interruption.ts'
import { chooseDataDirectory, withLocalEngine, type LocalEngine } from './local-engine.ts'
import { print, tell } from './output.ts'
import { parseDataDirectory } from './run-request.ts'

/** The options of `serve` as commander hands them over. */
export interface RawServeOptions {
  readonly port?: string
  readonly open: boolean
  readonly json?: true
  readonly dataDir?: string
}

/** The command's options and help. */
export function describeServeCommand(): Command {
  return new Command('serve')
    .description('Serve the interface to a browser on this machine.')
    .option('--port <n>', 'the port to listen on, 1 to 65535 (default: any that is free)')
    .option('--no-open', 'do not open a browser')
    .option('--json', 'print each address as an object on a line of its own')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Only programs on this machine can reach the interface, and only with the address that is printed. The
address works once, in one browser; press Enter for another one. Ctrl-C ends.`,
    )
}

/** `batchyard serve`: serves the interface until Ctrl-C. */
export async function serve(raw: RawServeOptions, interruption: Interruption): Promise<ExitCode> {
  const port = parsePort(raw.port)
  const { rendererDirectory } = surroundings()
  const dataDirectory = chooseDataDirectory(parseDataDirectory(raw.dataDir))
  return await withLocalEngine(dataDirectory, serveEngine, { stays: true })

  async function serveEngine({ engine }: LocalEngine): Promise<ExitCode> {
    const server = await startServer({ engine, rendererDirectory, port })
    try {
      const inBrowser = raw.open && canOpenBrowser()
      await serveUntilInterrupted(server, { inBrowser, json: raw.json ?? false }, interruption.signal)
    } finally {
      await server.close()
    }
    return exitCodes.succeeded
  }
}

/** @throws CommandFailure wrong usage */
export function parsePort(text: string | undefined): number {
  if (text === undefined) return 0
  if (!/^\d{1,5}$/u.test(text) || Number(text) > 65_535) {
    throw wrongUsage(`--port ${text}: expected a whole number from 1 to 65535.`)
  }
  return Number(text)
}

async function serveUntilInterrupted(
  server: RunningServer,
  { inBrowser, json }: { readonly inBrowser: boolean; readonly json: boolean },
  signal: AbortSignal,
): Promise<void> {
  async function printAddress(url: string): Promise<void> {
    await print(`${json ? JSON.stringify({ url }) : url}\n`)
  }
  const opened = inBrowser && (await openBrowser(server.url))
  await printAddress(server.url)
  tell(
    opened
      ? 'Batchyard opens in the browser. Enter makes a new address, Ctrl-C ends.'
      : 'Open this address in a browser on this machine; it works once. Enter makes a new one, Ctrl-C ends.',
  )
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () => {
    void printAddress(server.newAddress())
  })
  try {
    await aborted(signal)
  } finally {
    lines.close()
    // An open standard input would keep the process alive.
    process.stdin.destroy()
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
