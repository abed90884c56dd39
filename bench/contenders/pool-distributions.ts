import { parseArgs } from 'node:util'
import { WorkerPool } from '../../electron/engine/pool/index.ts'
import { report, warmUp, workers } from './contender.ts'
import { distributions, idealMakespan, type Durations } from './distributions.ts'

// Batchyard's pool on items of different length: what part of the time its workers work.
const { values } = parseArgs({
  options: { chunk: { type: 'string' }, input: { type: 'string' }, timeout: { type: 'string' } },
})
const task = { name: `${import.meta.resolve('./tasks.ts')}#spin` }
const limit = values.timeout === undefined ? {} : { timeout: Number(values.timeout) }

await using pool = new WorkerPool({ workers })

function* oneByOne(durations: Durations): Generator<number> {
  yield* durations
}

function chunkSize(durations: Durations): number | 'auto' {
  if (values.chunk === 'auto') return 'auto'
  if (values.chunk === 'quarter') return Math.ceil(durations.length / (4 * workers))
  return Number(values.chunk)
}

async function makespan(durations: Durations): Promise<number> {
  const items = values.input === 'lazy' ? oneByOne(durations) : durations
  const began = performance.now()
  const stream = pool.imapUnordered(task, items, {
    chunkSize: chunkSize(durations),
    // Room for everything, so that a large chunk does not wait for its reader.
    bufferSize: 2 * durations.length,
    settled: true,
    ...limit,
  })
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) continue
  return performance.now() - began
}

const efficiencies: Record<string, number> = {}
for (const [name, durations] of Object.entries(distributions)) {
  await warmUp(() => makespan(durations))
  efficiencies[name] = idealMakespan(durations, workers) / (await makespan(durations))
}
report(efficiencies)
