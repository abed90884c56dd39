import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const commandFile = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url))

export interface CommandOptions {
  /** What the command reads from standard input. Default: nothing. */
  readonly input?: string | Buffer
  /** The folder it is called in. Default: this process's. */
  readonly folder?: string
  readonly environment?: NodeJS.ProcessEnv
  /** Another user to be, where this one is root. */
  readonly userId?: number
  /** The program that calls it, and its words before those of the call. Default: none. */
  readonly through?: readonly string[]
}

/** How a command ended and what it printed. */
export interface CommandEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: Buffer
  readonly text: string
  readonly errors: string
}

/** A command at work, as a process of its own. */
export interface RunningCommand {
  readonly process: ChildProcessWithoutNullStreams
  readonly ended: Promise<CommandEnd>
}

/** Starts `batchyard` with these words. */
export function startCommand(words: readonly string[], options: CommandOptions = {}): RunningCommand {
  const call = [...(options.through ?? []), process.execPath, commandFile, ...words]
  const child = spawn(call[0] ?? '', call.slice(1), {
    env: { ...process.env, ...options.environment },
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    ...(options.userId === undefined ? {} : { uid: options.userId, gid: options.userId }),
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (data: Buffer) => output.push(data))
  child.stderr.on('data', (data: Buffer) => errors.push(data))
  if (options.input !== undefined) child.stdin.end(options.input)
  const ended = once(child, 'close').then(() => ({
    exitCode: child.exitCode,
    signal: child.signalCode,
    output: Buffer.concat(output),
    text: Buffer.concat(output).toString('utf8'),
    errors: Buffer.concat(errors).toString('utf8'),
  }))
  return { process: child, ended }
}

/** Runs `batchyard` with these words to its end. */
export async function command(words: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  return await startCommand(words, { input: '', ...options }).ended
}

/** `batchyard serve` at work. */
export interface ServedInterface extends AsyncDisposable {
  /** The printed address, with its one-time token. */
  readonly address: string
  /** The address without the token. */
  readonly origin: string
  /** Has the server print another address, as Enter does in a terminal. */
  newAddress(): Promise<string>
  /** Ends the server as Ctrl-C does. */
  end(): Promise<CommandEnd>
}

/** Starts `batchyard serve` and waits for the address that it prints. */
export async function serveInterface(dataDirectory: string, ...more: string[]): Promise<ServedInterface> {
  const { process: child, ended } = startCommand(['serve', '--no-open', '--data-dir', dataDirectory, ...more])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  async function nextLine(): Promise<string> {
    const line = await lines.next()
    if (line.done !== true) return line.value
    throw new Error(`batchyard serve ended: ${(await ended).errors}`)
  }
  const address = await nextLine()
  async function end(): Promise<CommandEnd> {
    child.kill('SIGINT')
    return await ended
  }
  return {
    address,
    origin: new URL(address).origin,
    async newAddress() {
      child.stdin.write('\n')
      return await nextLine()
    },
    end,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}
