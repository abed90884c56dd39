import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { ensureBuilt } from '../build.ts'
import { projectFolder } from '../project-folder.ts'
import { findElectronRuntime } from '../../tests/support/electron-runtime.ts'
import { writeNotices } from './notices.ts'

// `npm run package` makes what is released, for the system it is called on; `npm run package:dir` a folder
// from which the app can be started, around the distribution of Electron that is at hand.

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
    config: {
      extends: join(projectFolder, 'electron-builder.yml'),
      ...(onlyFolder && runtime.found ? { electronDist: runtime.distribution } : {}),
    },
  })
  tell(onlyFolder ? 'dist/ holds a folder that starts.' : `Made:\n${artifacts.join('\n')}`)
  return 0
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
