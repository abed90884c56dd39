import { rmSync } from 'node:fs'
import { compare, type Comparison } from '../compare.ts'
import { runContender, shellContender, whereInstalled } from '../programs.ts'
import { makeTinyFiles } from './files.ts'
import type { Setting } from './setting.ts'
import { speedsText } from './speeds.ts'

/** The contenders of this table that goals speak of. */
export const enumerationNames = {
  own: 'Batchyard, with size and date',
  find: 'find, with size and date',
} as const

/** Measures finding all files below a folder. */
export function compareEnumeration(setting: Setting): Comparison {
  const items = 200_000 / setting.smaller
  setting.tell(`Making ${items} files …`)
  const folder = makeTinyFiles(setting.scratch, items)
  const find = whereInstalled('find', [
    shellContender(
      enumerationNames.find,
      `find "$1" -type f -printf '%s %T@ %p\\n' > /dev/null`,
      folder,
      items,
    ),
    shellContender('find, names alone', 'find "$1" -type f > /dev/null', folder, items),
  ])
  const own = {
    name: enumerationNames.own,
    measure: () => runContender('find-files.ts', { folder, items }),
  }
  const contenders = [own, ...find.contenders]
  setting.tell(`Enumeration: ${contenders.length} contenders`)
  try {
    return compare(contenders, find.missing, setting.rounds, setting.tell)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The table in Markdown. */
export function enumerationText(comparison: Comparison): string {
  const text = speedsText(comparison, {
    own: enumerationNames.own,
    unit: 'files',
    further: [['first', 'first file, ms']],
  })
  return `## Finding files

200,000 small files in 200 folders, in the cache. Batchyard looks at each file, since its size and date belong to the run,
and hands all of them from a thread of its own to the engine. *find* is measured with its start, which takes some milliseconds.

${text}`
}
