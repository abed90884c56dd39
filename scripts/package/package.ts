import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { ensureBuilt } from '../build.ts'
import { projectFolder } from '../project-folder.ts'
import { runProgram } from '../run-program.ts'
import { findElectronRuntime } from '../../tests/support/electron-runtime.ts'
import { writeNotices } from './notices.ts'

// `npm run package` makes what is released, for the system it is called on; `npm run package:dir` a folder
// from which the app can be started, around the distribution of Electron that is at hand.

/** Where the program is in the folder; on Linux it bears the package's name. */
const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Batchyard.app/Contents/MacOS/Batchyard',
  win32: 'Batchyard.exe',
}

process.exitCode = await makePackage(process.argv.includes('--dir'))

async function makePackage(onlyFolder: boolean): Promise<number> {
  await ensureBuilt(tell)
  tell(`Notices of ${await writeNotices()} packages written to out/THIRD-PARTY-NOTICES.txt.`)
  const runtime = findElectronRuntime()
  if (onlyFolder && !runtime.found) {
    tell(`NOT PACKAGED: ${runtime.reason}.`)
    return 3
  }
  const artifacts = await build({
    projectDir: projectFolder,
    ...(onlyFolder ? { targets: Platform.current().createTarget('dir') } : {}),
    publish: 'never',
    ...(onlyFolder && runtime.found ? { config: { electronDist: runtime.distribution } } : {}),
  })
  if (onlyFolder) return await startFolder()
  tell(`Made:\n${artifacts.join('\n')}`)
  return 0
}

/** Starts what was made, as the command line: archive, fuses and processes have to be sound for that. */
async function startFolder(): Promise<number> {
  const output = join(projectFolder, 'dist')
  const made = (await readdir(output)).find((name) => /^(?:linux|win|mac)/.test(name)) ?? ''
  const program = join(output, made, programs[process.platform] ?? 'batchyard')
  const { exitCode, output: printed } = await runProgram(program, ['--version'], { timeLimit: 60_000 })
  if (exitCode === 0) tell(`${program} starts: ${printed.trim()}`)
  else tell(`${program} does not start (exit code ${exitCode}).\n${printed}`)
  return exitCode === 0 ? 0 : 1
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
