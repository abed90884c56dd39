import { parseArgs } from 'node:util'
import { report, warmUp, workers } from './contender.ts'
import { openOwnEngine } from './own-engine.ts'

// A whole run over a folder with checksums, in an engine of its own whose threads are those of the app as it is built
// and shipped. Cold: the engine's first run. Otherwise it has done the same before, over and over.
const { values } = parseArgs({
  options: { folder: { type: 'string' }, scratch: { type: 'string' }, cold: { type: 'string' } },
})
const { folder = '', scratch = '' } = values

await using engine = await openOwnEngine(scratch)

/** Makes the checksums of all files in a new run; how many a second, by the run's own clock. */
async function runOverAll(): Promise<number> {
  const { runId } = await engine.runs.start({
    inputs: [{ kind: 'path', path: folder }],
    task: { type: 'checksum' },
    execution: { workers },
  })
  const { run, elapsed } = await engine.untilEnd(runId)
  if (run.counts.succeeded !== run.counts.total) throw new Error(JSON.stringify(run))
  return (run.counts.total * 1_000) / elapsed
}

if (values.cold === undefined) await warmUp(runOverAll)
report({ perSecond: await runOverAll() })
