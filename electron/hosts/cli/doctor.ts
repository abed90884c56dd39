import { Command } from 'commander'
import type { Finding } from './doctor/finding.ts'
import { findingsOf } from './doctor/findings.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { chooseDataDirectory } from './local-engine.ts'
import { print } from './output.ts'
import { parseDataDirectory } from './run-request.ts'
import { tableLines } from './table.ts'

/** The options of `doctor` as commander hands them over. */
export interface RawDoctorOptions {
  readonly json?: true
  readonly dataDir?: string
}

/** The command's options and help. */
export function describeDoctorCommand(): Command {
  return new Command('doctor')
    .description('Look whether all is well: versions, database, disk space, limits, what was left behind.')
    .option('--json', 'print one object: sound, findings')
    .option('--data-dir <folder>', 'the folder of the database (default: the user data folder)')
    .addHelpText(
      'after',
      `
Changes nothing but what every command does when it opens the database. Runs go on meanwhile.

Exit codes:
  0    nothing is wrong; there may be warnings
  1    something is wrong; each finding says what can be done`,
    )
}

const marks: Readonly<Record<Finding['status'], string>> = {
  good: 'ok',
  warning: 'WARNING',
  wrong: 'WRONG',
}

/** `batchyard doctor`. */
export async function examine(raw: RawDoctorOptions): Promise<ExitCode> {
  const findings = await findingsOf(chooseDataDirectory(parseDataDirectory(raw.dataDir)))
  const sound = findings.every(({ status }) => status !== 'wrong')
  if (raw.json === true) {
    await print(`${JSON.stringify({ sound, findings })}\n`)
  } else {
    const rows = findings.map(({ subject, status, message }) => [marks[status], subject, message])
    const lines = tableLines([{ title: '' }, { title: '' }, { title: '' }], rows, { header: false })
    await print(`${lines.join('\n')}\n`)
  }
  return sound ? exitCodes.succeeded : exitCodes.somethingWrong
}
