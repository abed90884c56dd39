import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.ts'
import { findDesktop } from './desktop.ts'
import { projectFolder } from './project-folder.ts'

const usage = `Usage: npm start -- [options]

Builds what is needed and opens Batchyard: the desktop app where it can run, the browser otherwise.

  --browser          open in the browser, not as a desktop app
  --port <n>         the port for the browser (default: any that is free)
  --no-open          do not open a browser; only print the address
  --data-dir <folder> the folder of the database (default: the user data folder)
  --help             this text
`

/** What starting was asked to do. */
interface StartOptions {
  readonly browser: boolean
  readonly port: string | null
  readonly open: boolean
  readonly dataDirectory: string | null
}

process.exitCode = await start(process.argv.slice(2))

async function start(words: readonly string[]): Promise<number> {
  const options = parseOptions(words)
  if (typeof options === 'number') return options
  try {
    await ensureBuilt(tell)
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    return 3
  }
  if (options.browser) return await startBrowserDoor(options)

  const desktop = await findDesktop(process.env, tell)
  if (!desktop.available) {
    tell(`${desktop.reason} Batchyard opens in the browser instead.`)
    return await startBrowserDoor(options)
  }
  const exitCode = await startDesktop(desktop.program, options)
  if (exitCode === missingLibraries) {
    tell('Electron misses libraries on this system. Batchyard opens in the browser instead.')
    return await startBrowserDoor(options)
  }
  if (exitCode !== 0)
    tell(`The desktop app ended with code ${exitCode}. npm start -- --browser opens the browser.`)
  return exitCode
}

/** What the dynamic linker ends a program with whose libraries it does not find. */
const missingLibraries = 127

function parseOptions(words: readonly string[]): StartOptions | number {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        browser: { type: 'boolean', default: false },
        port: { type: 'string' },
        open: { type: 'boolean', default: true },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
      allowNegative: true,
    })
    if (values.help) {
      process.stdout.write(usage)
      return 0
    }
    return {
      browser: values.browser,
      port: values.port ?? null,
      open: values.open,
      dataDirectory: values['data-dir'] ?? null,
    }
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    process.stderr.write(usage)
    return 2
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function startBrowserDoor({ port, open, dataDirectory }: StartOptions): Promise<number> {
  // The small nursery is that of `npm run batchyard`; see docs/architecture.md.
  const words = ['--max-semi-space-size=4', join(projectFolder, 'electron', 'hosts', 'cli.ts'), 'serve']
  if (port !== null) words.push('--port', port)
  if (!open) words.push('--no-open')
  if (dataDirectory !== null) words.push('--data-dir', dataDirectory)
  return await endOf(spawn(process.execPath, words, { stdio: 'inherit' }))
}

async function startDesktop(program: string, { dataDirectory }: StartOptions): Promise<number> {
  const environment = { ...process.env }
  // It would turn Electron into a plain Node.
  delete environment['ELECTRON_RUN_AS_NODE']
  if (dataDirectory !== null) environment['BATCHYARD_DATA_DIR'] = dataDirectory
  return await endOf(spawn(program, [projectFolder], { stdio: 'inherit', env: environment }))
}

/**
 * Waits for the child's end. Signals go to the child, which comes to an orderly end; this process follows.
 * A terminal's Ctrl-C reaches the child by itself, so that SIGINT is only kept from ending this process.
 */
function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    function pass(signal: NodeJS.Signals): void {
      child.kill(signal)
    }
    function wait(): void {
      if (!process.stdin.isTTY) child.kill('SIGINT')
    }
    process.on('SIGINT', wait)
    process.on('SIGTERM', pass)
    process.on('SIGHUP', pass)
    child.once('error', (error) => {
      tell(`Batchyard could not be started: ${error.message}`)
      resolve(3)
    })
    child.once('exit', (exitCode, signal) => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', pass)
      process.off('SIGHUP', pass)
      resolve(exitCode ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 3))
    })
  })
}
