import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare, type Comparison, type Contender } from '../compare.ts'
import { runContender } from '../programs.ts'
import { leftOutText, markdownTable, plain, spreadText } from '../report.ts'
import { makeTinyFiles } from './files.ts'
import { engineOptions, type Setting } from './setting.ts'

const sizes = [1_000, 100_000, 1_000_000] as const
const modes = ['imap-unordered', 'imap'] as const

/** Of so many files, one more is named by the run's list that does not exist: something has to fail. */
const filesForOneMissing = 100

/** The contenders of this table that goals speak of. */
export const runNames = { million: sizes.map((size) => nameOf(size, 'imap-unordered')).at(-1) ?? '' } as const

/** What is shown of a run, by the figure's name. */
const figures = [
  ['firstResult', 'first result, ms'],
  ['perSecond', 'items a second'],
  ['peak', 'peak memory, MiB'],
  ['lag', 'engine’s loop late, 99th, ms'],
  ['pageMeanwhile', 'page meanwhile, 99th, ms'],
  ['database', 'database, MiB'],
] as const

/** What is shown of its results afterwards. */
const answers = [
  ['page', 'any page'],
  ['page99', '… 99th'],
  ['failures', 'failed ones'],
  ['counts', 'counts'],
  ['causes', 'causes'],
  ['firstSort', 'sorted, first time'],
  ['sorted', 'any page of it'],
  ['sorted99', '… 99th'],
  ['firstSearch', 'search, first time'],
  ['search', 'same text longer'],
  ['peakAll', 'peak memory then, MiB'],
] as const

/** Measures whole runs of growing size. The files of all sizes are made first. */
export function compareRuns(setting: Setting): Comparison {
  const contenders: Contender[] = []
  const made: string[] = []
  for (const size of sizes) {
    const count = Math.max(filesForOneMissing, size / setting.smaller)
    setting.tell(`Making ${count} files …`)
    const folder = makeTinyFiles(setting.scratch, count)
    const list = `${folder}.list`
    const missing = Array.from({ length: count / filesForOneMissing }, (_, index) =>
      join(folder, `missing-${index}.txt`),
    )
    writeFileSync(list, missing.join('\n'))
    made.push(folder, list)
    for (const mode of modes) {
      contenders.push({
        name: nameOf(size, mode),
        measure: () =>
          runContender('run-scale.ts', { folder, list, mode, scratch: setting.scratch }, engineOptions),
      })
    }
  }
  setting.tell(`Whole runs: ${contenders.length} contenders`)
  try {
    return compare(contenders, [], setting.rounds, setting.tell)
  } finally {
    for (const path of made) rmSync(path, { recursive: true, force: true })
  }
}

/** The table in Markdown. */
export function runsText(comparison: Comparison): string {
  function table(shown: readonly (readonly [string, string])[], names: readonly string[]): string {
    const rows = names.map((name) => [
      name,
      ...shown.map(([figure]) => spreadText(comparison.spread(name, figure), plain)),
    ])
    return markdownTable(['run', ...shown.map(([, title]) => title)], rows)
  }
  return `## Whole runs

Folders of small files, of which checksums are made by an engine in a process of its own, with a new database; for every
hundred files a list names one more that does not exist, and fails. *First result*: from the request to start until a
result can be read from the database. *Page meanwhile*: a hundred rows from anywhere, asked for 50 times a second while
the run is at work.

${table(figures, comparison.names)}

How soon its results are answered afterwards, in milliseconds, a hundred rows at a time.

${table(answers, comparison.names)}
${leftOutText(comparison)}`
}

function nameOf(size: number, mode: (typeof modes)[number]): string {
  return `${size.toLocaleString('en')} files, ${mode === 'imap' ? 'ordered' : 'unordered'}`
}
