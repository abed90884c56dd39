import { parseArgs } from 'node:util'
import { callsUnderWay, inChunks, measureSpeed, report, someItems } from './contender.ts'
import { openLibrary } from './libraries/open.ts'

// A library's pool on a task that does nothing: one item a call, or chunks made by hand.
const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    setting: { type: 'string' },
    of: { type: 'string' },
    items: { type: 'string' },
    chunk: { type: 'string' },
  },
})
const count = Number(values.items)
const chunk = Number(values.chunk)
const pool = await openLibrary(values.library, values.setting === 'eight-ahead' ? 'eight-ahead' : 'default')

async function runAll(): Promise<number> {
  let read = 0
  const source = inChunks(someItems(values.of, count), chunk)
  async function caller(): Promise<void> {
    for (const each of source) {
      const result = await (chunk === 1 ? pool.run('nothing', each[0]) : pool.run('nothingForEach', each))
      read += Array.isArray(result) ? result.length : 1
    }
  }
  await Promise.all(Array.from({ length: callsUnderWay }, caller))
  return read
}

report({ perSecond: await measureSpeed(count, runAll) })
// The pools of some libraries take long to end, or never do.
process.exit()
