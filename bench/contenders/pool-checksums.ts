import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { WorkerPool } from '../../electron/engine/pool/index.ts'
import type { TaskItem } from '../../electron/engine/tasks/task-type.ts'
import { report, warmUp, workers } from './contender.ts'

// Batchyard's pool with its checksum task over a list of files, without a database.
const { values } = parseArgs({
  options: { list: { type: 'string' }, kind: { type: 'string' }, timeout: { type: 'string' } },
})
const paths = readFileSync(values.list ?? '', 'utf8')
  .split('\0')
  .slice(0, -1)
await using pool = new WorkerPool({
  workers,
  kind: values.kind === 'process' ? 'process' : 'thread',
  workerUrl: new URL('../../electron/engine/worker.ts', import.meta.url),
})

function* items(): Generator<TaskItem> {
  let seq = 0
  for (const path of paths) {
    yield { seq: (seq += 1), path, relative: path, size: null, problem: null, isAgain: false, output: null }
  }
}

const task = { name: 'checksum', parameters: { parameters: { algorithm: 'sha256' }, output: null } }
const limit = values.timeout === undefined ? {} : { timeout: Number(values.timeout) }

async function runAll(): Promise<void> {
  const stream = pool.imapUnordered<unknown, unknown>(task, items(), { settled: true, ...limit })
  let read = 0
  for (let batch = await stream.nextBatch(); batch !== null; batch = await stream.nextBatch()) {
    for (const settled of batch) if (settled.status === 'rejected') throw settled.reason
    read += batch.length
  }
  if (read !== paths.length) throw new Error(`${read} results of ${paths.length} files`)
}

await warmUp(runAll)
const began = performance.now()
await runAll()
report({ perSecond: (paths.length * 1_000) / (performance.now() - began) })
