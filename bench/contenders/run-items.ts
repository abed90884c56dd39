import { parseArgs } from 'node:util'
import { report, warmUp, workers } from './contender.ts'
import { openEngineOver, openOwnEngine } from './own-engine.ts'

// A whole run over numbers, of which each is done by a program that does nothing or by a script that does nothing, in an
// engine of its own that has done the same before, over and over. With --data the database stays, for others to read.
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

/** Does all numbers in a new run; how many a second, by the run's own clock. */
async function runOverAll(): Promise<number> {
  const { runId } = await engine.runs.start({
    inputs: [{ kind: 'range', range: { from: 1, to: items, step: 1, digits: 1 } }],
    task,
    execution: { workers },
  })
  const { run, elapsed } = await engine.untilEnd(runId)
  if (run.counts.succeeded !== items) throw new Error(JSON.stringify(run))
  return (items * 1_000) / elapsed
}

if (values.data === undefined) await warmUp(runOverAll)
report({ perSecond: await runOverAll() })
