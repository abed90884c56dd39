import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { report, somePaths, warmUpItems } from './contender.ts'

// Piscina on a task that does nothing: one item a task, or chunks made by hand.
const { values } = parseArgs({ options: { items: { type: 'string' }, chunk: { type: 'string' } } })
const count = Number(values.items)
const chunk = Number(values.chunk)
/** Calls under way at a time: more gain nothing. */
const callsUnderWay = 32

const pool = new Piscina({
  filename: fileURLToPath(import.meta.resolve('./tasks.ts')),
  name: chunk === 1 ? 'nothing' : 'nothingForEach',
  minThreads: 2,
  maxThreads: 2,
  concurrentTasksPerWorker: 8,
})

function* chunks(items: Iterable<string>): Generator<string[]> {
  let gathered: string[] = []
  for (const item of items) {
    gathered.push(item)
    if (gathered.length === chunk) {
      yield gathered
      gathered = []
    }
  }
  if (gathered.length > 0) yield gathered
}

async function runAll(items: Iterable<string>): Promise<number> {
  let read = 0
  const source = chunks(items)
  async function caller(): Promise<void> {
    for (const each of source) {
      const result: unknown = await pool.run(chunk === 1 ? each[0] : each)
      read += Array.isArray(result) ? result.length : 1
    }
  }
  await Promise.all(Array.from({ length: callsUnderWay }, caller))
  return read
}

await runAll(somePaths(warmUpItems))
const began = performance.now()
const read = await runAll(somePaths(count))
report(began, read, count)
await pool.destroy()
