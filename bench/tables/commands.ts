import { compare, type Comparison } from '../compare.ts'
import { runContender, shellContender, whereInstalled } from '../programs.ts'
import { engineOptions, type Setting } from './setting.ts'
import { speedsText } from './speeds.ts'

/** The contenders of this table that goals speak of. */
export const commandNames = {
  own: 'Batchyard, the task Command in a whole run',
  xargs: 'xargs -P2 -n1',
  parallel: 'parallel -j2',
} as const

/** Measures starting a program that does nothing, once for each item. */
export function compareCommands(setting: Setting): Comparison {
  const items = 2_000 / setting.smaller
  const line = (command: string) => `seq "$1" | ${command} true > /dev/null`
  const xargs = shellContender(commandNames.xargs, line('xargs -P2 -n1'), String(items), items)
  const parallel = whereInstalled('parallel', [
    shellContender(commandNames.parallel, line('parallel --will-cite -j2'), String(items), items),
  ])
  const own = {
    name: commandNames.own,
    measure: () =>
      runContender('run-items.ts', { work: 'program', items, scratch: setting.scratch }, engineOptions),
  }
  const contenders = [own, xargs, ...parallel.contenders]
  setting.tell(`Commands: ${contenders.length} contenders`)
  return compare(contenders, parallel.missing, setting.rounds, setting.tell)
}

/** The table in Markdown. */
export function commandsText(comparison: Comparison): string {
  return `## Commands

\`true\` for each of 2,000 items, two at a time. Batchyard starts it in a process group of its own, reads both of its outputs,
and writes each result to the database.

${speedsText(comparison, { own: commandNames.own, unit: 'programs' })}`
}
