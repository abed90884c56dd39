import { parseArgs } from 'node:util'
import { report, workers } from './contender.ts'
import { openEngineOver, openOwnEngine } from './own-engine.ts'

// A whole run over numbers, of which each is done by a program that does nothing or by a script that does nothing, in an
// engine of its own that has done a tenth of them before. With --data the database stays, for others to read.
const { values } = parseArgs({
  options: {
    work: { type: 'string' },
    items: { type: 'string' },
    scratch: { type: 'string' },
    data: { type: 'string' },
  },
})
const items = Number(values.items)
const tasks = {
  program: { type: 'command', parameters: { command: 'true' } },
  nothing: { type: 'script', parameters: { source: 'export default (item) => ({ same: item.path })' } },
} as const
const task = values.work === 'program' ? tasks.program : tasks.nothing

await using engine = await (values.data === undefined
  ? openOwnEngine(values.scratch ?? '')
  : openEngineOver(values.data))

/** Does so many numbers in a new run; how many a second, by the run's own clock. */
async function runOver(count: number): Promise<number> {
  const { runId } = await engine.runs.start({
    inputs: [{ kind: 'range', range: { from: 1, to: count, step: 1, digits: 1 } }],
    task,
    execution: { workers },
  })
  const { run, elapsed } = await engine.untilEnd(runId)
  if (run.counts.succeeded !== count) throw new Error(JSON.stringify(run))
  return (count * 1_000) / elapsed
}

if (values.data === undefined) await runOver(Math.ceil(items / 10))
report({ perSecond: await runOver(items) })
