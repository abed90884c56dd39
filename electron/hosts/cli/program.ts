import { Command, CommanderError } from 'commander'
import { applicationVersion } from '../version.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { describeExportCommand, exportRun, type RawExportOptions } from './export.ts'
import { describeFailure } from './failure.ts'
import { watchInterruption, type Interruption } from './interruption.ts'
import { complain, explain, tell, tolerateVanishedReaders } from './output.ts'
import { processArguments } from './process-arguments.ts'
import { run } from './run.ts'
import { describeRunCommand, type RawRunOptions } from './run-request.ts'
import { describeRunsCommand, listRuns, type RawRunsOptions } from './runs.ts'
import { describeServeCommand, serve, type RawServeOptions } from './serve.ts'

/**
 * Does what the command line asks for.
 *
 * @param decodedArguments without the program and the script
 * @returns the exit code
 */
export async function runCommandLine(decodedArguments: readonly string[]): Promise<ExitCode> {
  tolerateVanishedReaders()
  const interruption = watchInterruption(() => process.exit(exitCodes.cancelled))
  try {
    return await parseAndRun(processArguments(decodedArguments), interruption)
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOfUsage(error)
    const { message, exitCode } = describeFailure(error)
    complain(message)
    if (exitCode === exitCodes.wrongUsage) tell('batchyard --help tells what there is.')
    explain(error)
    return exitCode
  } finally {
    interruption.dispose()
  }
}

async function parseAndRun(words: string[], interruption: Interruption): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.succeeded
  const program = describeProgram()
  program.addCommand(
    describeRunCommand().action(async (inputs: string[], options: RawRunOptions) => {
      exitCode = await run(inputs, options, interruption)
    }),
  )
  program.addCommand(
    describeRunsCommand().action(async (options: RawRunsOptions) => {
      exitCode = await listRuns(options, interruption)
    }),
  )
  program.addCommand(
    describeExportCommand().action(async (id: string, options: RawExportOptions) => {
      exitCode = await exportRun(id, options, interruption)
    }),
  )
  program.addCommand(
    describeServeCommand().action(async (options: RawServeOptions) => {
      exitCode = await serve(options, interruption)
    }),
  )
  for (const command of [program, ...program.commands]) endByThrowing(command)
  await program.parseAsync(words, { from: 'user' })
  return exitCode
}

function describeProgram(): Command {
  return new Command('batchyard')
    .description('Do one thing to very many files, and trust the result.')
    .version(applicationVersion())
    .showSuggestionAfterError()
    .addHelpText('after', '\nbatchyard <command> --help tells the options of a command.')
}

/** Lets commander report what it did not understand in our way, and leaves the end of the process to us. */
function endByThrowing(command: Command): void {
  command.exitOverride()
  command.configureOutput({
    outputError(text) {
      const [first = '', ...hints] = text.trim().split('\n')
      complain(first.replace(/^error: /u, ''))
      for (const hint of hints) if (hint !== '') tell(hint)
    },
  })
}

/** Commander has already said what it had to say, be it help or what was wrong. */
function exitCodeOfUsage(error: CommanderError): ExitCode {
  if (error.exitCode === 0) return exitCodes.succeeded
  if (error.code !== 'commander.help') tell('batchyard --help tells what there is.')
  return exitCodes.wrongUsage
}
