import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compare, type Comparison, type Contender } from '../compare.ts'
import { runContender, runPython, whereInstalled } from '../programs.ts'
import { engineOptions, type Setting } from './setting.ts'
import { speedsText } from './speeds.ts'

/** The contenders of this table that goals speak of. */
export const persistenceNames = {
  own: 'Batchyard, a whole run of a script',
  threadPool1: 'Python ThreadPool, chunk 1, into SQLite',
  threadPool100: 'Python ThreadPool, chunk 100, into SQLite',
} as const

/** Measures a task that does nothing, where every result is written to SQLite. */
export function comparePersistence(setting: Setting): Comparison {
  const items = 200_000 / setting.smaller
  const database = join(setting.scratch, 'python.db')
  const python = (name: string, chunk: number): Contender => ({
    name,
    measure() {
      try {
        return runPython('python_persisted.py', { items, chunk, database })
      } finally {
        for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true })
      }
    },
  })
  const peers = whereInstalled('python3', [
    python(persistenceNames.threadPool1, 1),
    python(persistenceNames.threadPool100, 100),
  ])
  const own = {
    name: persistenceNames.own,
    measure: () =>
      runContender('run-items.ts', { work: 'nothing', items, scratch: setting.scratch }, engineOptions),
  }
  const contenders = [own, ...peers.contenders]
  setting.tell(`Persistence: ${contenders.length} contenders`)
  return compare(contenders, peers.missing, setting.rounds, setting.tell)
}

/** The table in Markdown. */
export function persistenceText(comparison: Comparison): string {
  return `## A task that does nothing, persisted

200,000 items, of which each result is written to SQLite: a thousand a transaction in Python, in WAL mode with
\`synchronous = NORMAL\` everywhere. Batchyard also writes down the items before they are done, and how each ended.

${speedsText(comparison, { own: persistenceNames.own, unit: 'items' })}`
}
