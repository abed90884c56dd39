import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { compare, type Comparison, type Contender } from '../compare.ts'
import { runContender, shellContender, whereInstalled } from '../programs.ts'
import { engineOptions, type Setting } from './setting.ts'
import { speedsText } from './speeds.ts'

/** The contenders of this table that goals speak of. */
export const exportNames = {
  own: 'Batchyard',
  sqlite: 'sqlite3 -csv',
  stringify: 'csv-stringify, a stream of rows',
} as const

/** The columns of Batchyard's own CSV, plainly: it also writes times as ISO 8601 and disarms formulas. */
const query = `SELECT r.seq, CAST(i.path AS TEXT) AS path, r.status, r.result_values ->> '$[0]' AS same, i.size,
  i.modified_at, r.started_at, r.duration, r.worker, r.error_code, r.error_message
  FROM results AS r CROSS JOIN items AS i ON i.run_id = r.run_id AND i.seq = r.seq WHERE r.run_id = 1 ORDER BY r.position`

/** Measures writing the results of a long run to a CSV file. */
export function compareExports(setting: Setting): Comparison {
  const items = 1_000_000 / setting.smaller
  const data = mkdtempSync(join(setting.scratch, 'export-'))
  const database = join(data, 'batchyard.db')
  const file = join(data, 'results.csv')
  setting.tell(`Making ${items} results …`)
  runContender('run-items.ts', { work: 'nothing', items, data }, engineOptions)
  const contenders: Contender[] = [
    {
      name: exportNames.own,
      measure: () => runContender('export-csv.ts', { data, file }, engineOptions),
    },
    {
      name: exportNames.stringify,
      measure: () => runContender('export-stringify.ts', { database, query, file }),
    },
  ]
  const line = `sqlite3 -readonly -header -csv "$1" "${query}" > '${file}'`
  const sqlite = whereInstalled('sqlite3', [shellContender(exportNames.sqlite, line, database, items)])
  contenders.push(...sqlite.contenders)
  setting.tell(`Exports: ${contenders.length} contenders`)
  try {
    return compare(contenders, sqlite.missing, setting.rounds, setting.tell)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** The table in Markdown. */
export function exportsText(comparison: Comparison): string {
  const text = speedsText(comparison, {
    own: exportNames.own,
    unit: 'rows',
    further: [['memory', 'memory more than before, MiB']],
  })
  return `## CSV

A million results to a file. *sqlite3* is measured with its start.

${text}`
}
