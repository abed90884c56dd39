import { Command } from 'commander'
import type { RunReceipt } from '../../../shared/contract/run-control.ts'
import type { RunId } from '../../../shared/model/run.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { chooseDataDirectory, withLocalEngine, type Client } from './local-engine.ts'
import { print, tell } from './output.ts'
import { receiptText } from './receipt.ts'
import { findRun, parseRunNumber, runArgument } from './run-number.ts'
import { parseDataDirectory } from './run-request.ts'

/** The three ways to stop a run. */
export type ControlName = 'pause' | 'drain' | 'cancel'

/** The options of `pause`, `drain` and `cancel` as commander hands them over. */
export interface RawControlOptions {
  readonly json?: true
  readonly quiet?: true
  readonly dataDir?: string
}

const descriptions: Readonly<Record<ControlName, string>> = {
  pause: 'Let a run begin nothing new; what is in work goes on. batchyard resume lets it go on.',
  drain: 'Let a run finish what is in work, then stop it.',
  cancel: 'End a run at once, with all that is in work. What was done is kept.',
}

/** The command's options and help. */
export function describeControlCommand(name: ControlName): Command {
  return new Command(name)
    .description(descriptions[name])
    .argument(...runArgument)
    .option('--json', 'print what was done as one JSON object')
    .option('--quiet', 'tell nothing but errors')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
The run may be at work in another Batchyard process over the same data folder: a command line, the browser
or the desktop app. It is asked there, and this command ends when it has answered.`,
    )
}

/** `batchyard pause`, `drain` and `cancel`. */
export async function controlRun(name: ControlName, run: string, raw: RawControlOptions): Promise<ExitCode> {
  const wanted = parseRunNumber(name, run)
  return await withLocalEngine(chooseDataDirectory(parseDataDirectory(raw.dataDir)), async ({ client }) => {
    const receipt = await requestOf(client, name, await findRun(client, wanted))
    if (raw.json === true) await print(`${JSON.stringify(receipt)}\n`)
    else if (raw.quiet !== true) tell(receiptText(receipt))
    return exitCodes.succeeded
  })
}

async function requestOf(client: Client, name: ControlName, runId: RunId): Promise<RunReceipt> {
  switch (name) {
    case 'pause':
      return await client.runs.pause({ runId })
    case 'drain':
      return await client.runs.drain({ runId })
    case 'cancel':
      return await client.runs.cancel({ runId })
  }
}
