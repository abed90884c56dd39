import { parseArgs } from 'node:util'
import { callsUnderWay, report, warmUp, workers } from './contender.ts'
import { distributions, idealMakespan, type Durations } from './distributions.ts'
import { openLibrary } from './libraries/open.ts'

// A library's pool on items of different length, one item a call.
const { values } = parseArgs({ options: { library: { type: 'string' }, setting: { type: 'string' } } })
const pool = await openLibrary(values.library, values.setting === 'eight-ahead' ? 'eight-ahead' : 'default')

async function makespan(durations: Durations): Promise<number> {
  const source = durations.values()
  async function caller(): Promise<void> {
    for (const duration of source) await pool.run('spin', duration)
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: callsUnderWay }, caller))
  return performance.now() - began
}

const efficiencies: Record<string, number> = {}
for (const [name, durations] of Object.entries(distributions)) {
  await warmUp(() => makespan(durations))
  efficiencies[name] = idealMakespan(durations, workers) / (await makespan(durations))
}
report(efficiencies)
// The pools of some libraries take long to end, or never do.
process.exit()
