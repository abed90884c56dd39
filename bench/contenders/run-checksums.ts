import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { report, workers } from './contender.ts'
import { openOwnEngine } from './own-engine.ts'

// A whole run over a folder with checksums, in an engine of its own whose threads are those of the app as it is built
// and shipped. Cold: the engine's first run. Otherwise it has done a tenth of the files before.
const { values } = parseArgs({
  options: { folder: { type: 'string' }, scratch: { type: 'string' }, cold: { type: 'string' } },
})
const { folder = '', scratch = '' } = values

await using engine = await openOwnEngine(scratch)

/** Makes the checksums of all files below some folders in a new run; how many a second, by the run's own clock. */
async function runOver(folders: readonly string[]): Promise<number> {
  const { runId } = await engine.runs.start({
    inputs: folders.map((path) => ({ kind: 'path', path })),
    task: { type: 'checksum' },
    execution: { workers },
  })
  const { run, elapsed } = await engine.untilEnd(runId)
  if (run.counts.succeeded !== run.counts.total) throw new Error(JSON.stringify(run))
  return (run.counts.total * 1_000) / elapsed
}

const parts = readdirSync(folder).map((name) => join(folder, name))
if (values.cold === undefined) await runOver(parts.slice(0, Math.ceil(parts.length / 10)))
report({ perSecond: await runOver([folder]) })
