import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { stringify } from 'csv-stringify'
import { report } from './contender.ts'

// The same rows by a library's stream of rows, as one would write it in an hour.
const { values } = parseArgs({
  options: { database: { type: 'string' }, query: { type: 'string' }, file: { type: 'string' } },
})
const database = new Database(values.database ?? '', { readonly: true })
const statement = database.prepare<[], Readonly<Record<string, unknown>>>(values.query ?? '')
let rows = 0
function* rowsOf(): Generator<Readonly<Record<string, unknown>>> {
  for (const row of statement.iterate()) {
    rows += 1
    yield row
  }
}
const before = process.resourceUsage().maxRSS
const began = performance.now()
await pipeline(rowsOf(), stringify({ header: true }), createWriteStream(values.file ?? ''))
const seconds = (performance.now() - began) / 1_000
report({ rows, perSecond: rows / seconds, memory: (process.resourceUsage().maxRSS - before) / 1_024 })
