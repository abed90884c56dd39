import { parseArgs } from 'node:util'
import { report } from './contender.ts'
import { openEngineOver } from './own-engine.ts'

// Batchyard's CSV of the first run of a database. Memory is what the whole process takes more than before.
const { values } = parseArgs({ options: { data: { type: 'string' }, file: { type: 'string' } } })
await using engine = await openEngineOver(values.data ?? '')
const before = process.resourceUsage().maxRSS
const began = performance.now()
const { rows } = await engine.exports.csv({ runId: 1, path: values.file ?? '' })
const seconds = (performance.now() - began) / 1_000
report({ rows, perSecond: rows / seconds, memory: (process.resourceUsage().maxRSS - before) / 1_024 })
