import { Command, CommanderError } from 'commander'
import { surroundings } from '../surroundings.ts'
import { compareRuns, describeCompareCommand, type RawCompareOptions } from './compare.ts'
import { controlRun, describeControlCommand, type RawControlOptions } from './control.ts'
import { describeDoctorCommand, examine, type RawDoctorOptions } from './doctor.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { describeExportCommand, exportRun, type RawExportOptions } from './export.ts'
import { describeFailure } from './failure.ts'
import { describeGroupsCommand, showGroups, type RawGroupsOptions } from './groups.ts'
import { watchInterruption, type Interruption } from './interruption.ts'
import { describeLogCommand, showLog, type RawLogOptions } from './log.ts'
import { complain, explain, tell, tolerateVanishedReaders } from './output.ts'
import { describePlanCommand, planRun, type RawPlanOptions } from './plan.ts'
import { describePresetsCommand } from './presets.ts'
import { processArguments } from './process-arguments.ts'
import {
  describeResumeCommand,
  describeRetryCommand,
  resumeRun,
  retryRun,
  type RawResumeOptions,
  type RawRetryOptions,
} from './resume.ts'
import { run } from './run.ts'
import { describeRunCommand, type RawRunOptions } from './run-request.ts'
import { describeRunsCommand, listRuns, type RawRunsOptions } from './runs.ts'
import { describeTasksCommand, listTasks, type RawTasksOptions } from './tasks.ts'
import { describeTryCommand, tryJob, type RawTryOptions } from './try.ts'
import { describeUndoCommand, undo, type RawUndoOptions } from './undo.ts'
import { describeServeCommand, serve, type RawServeOptions } from './serve.ts'
import { describeShowCommand, showRun, type RawShowOptions } from './show.ts'

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
  function end(code: ExitCode): void {
    exitCode = code
  }
  program.commandsGroup('Runs:')
  program.addCommand(
    describeRunCommand().action(async (inputs: string[], options: RawRunOptions) => {
      end(await run(inputs, options, interruption))
    }),
  )
  program.addCommand(
    describePlanCommand().action(async (inputs: string[], options: RawPlanOptions) => {
      end(await planRun(inputs, options, interruption))
    }),
  )
  program.addCommand(
    describeTryCommand().action(async (inputs: string[], options: RawTryOptions) => {
      end(await tryJob(inputs, options, interruption))
    }),
  )
  program.addCommand(
    describeResumeCommand().action(async (id: string, options: RawResumeOptions) => {
      end(await resumeRun(id, options, interruption))
    }),
  )
  program.addCommand(
    describeRetryCommand().action(async (id: string, options: RawRetryOptions) => {
      end(await retryRun(id, options, interruption))
    }),
  )
  // These have nothing to bring to an orderly end, and some of them may wait for long: a first Ctrl-C ends them
  // as it ends any program. What was asked of another process is done there all the same.
  for (const name of ['pause', 'drain', 'cancel'] as const) {
    program.addCommand(
      describeControlCommand(name).action(async (id: string, options: RawControlOptions) => {
        interruption.dispose()
        end(await controlRun(name, id, options))
      }),
    )
  }
  program.addCommand(
    describeUndoCommand().action(async (id: string, options: RawUndoOptions) => {
      end(await undo(id, options, interruption))
    }),
  )
  program.commandsGroup('History:')
  program.addCommand(
    describeRunsCommand().action(async (options: RawRunsOptions) => {
      end(await listRuns(options, interruption))
    }),
  )
  program.addCommand(
    describeShowCommand().action(async (id: string, options: RawShowOptions) => {
      interruption.dispose()
      end(await showRun(id, options))
    }),
  )
  program.addCommand(
    describeLogCommand().action(async (id: string, item: string, options: RawLogOptions) => {
      interruption.dispose()
      end(await showLog(id, item, options))
    }),
  )
  program.addCommand(
    describeExportCommand().action(async (id: string, options: RawExportOptions) => {
      end(await exportRun(id, options, interruption))
    }),
  )
  program.addCommand(
    describeGroupsCommand().action(async (id: string, options: RawGroupsOptions) => {
      end(await showGroups(id, options, interruption))
    }),
  )
  program.addCommand(
    describeCompareCommand().action(async (before: string, after: string, options: RawCompareOptions) => {
      end(await compareRuns(before, after, options, interruption))
    }),
  )
  program.commandsGroup('More:')
  program.helpCommand('help [command]', 'Tell the options of a command.')
  program.addCommand(
    describeTasksCommand().action(async (name: string | undefined, options: RawTasksOptions) => {
      end(await listTasks(name, options))
    }),
  )
  program.addCommand(describePresetsCommand(interruption, end))
  program.addCommand(
    describeServeCommand().action(async (options: RawServeOptions) => {
      end(await serve(options, interruption))
    }),
  )
  program.addCommand(
    describeDoctorCommand().action(async (options: RawDoctorOptions) => {
      interruption.dispose()
      end(await examine(options))
    }),
  )
  endByThrowing(program)
  await program.parseAsync(words, { from: 'user' })
  return exitCode
}

function describeProgram(): Command {
  return new Command('batchyard')
    .description('Do one thing to very many files, and trust the result.')
    .version(surroundings().version)
    .showSuggestionAfterError()
    .addHelpText('after', '\nbatchyard <command> --help tells the options of a command.')
}

/** Lets commander report what it did not understand in our way, and leaves the end of the process to us. */
function endByThrowing(command: Command): void {
  for (const each of command.commands) endByThrowing(each)
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
