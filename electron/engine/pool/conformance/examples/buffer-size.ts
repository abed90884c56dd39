/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

function* naturalNumbers(): Generator<number, void> {
  for (let number = 0; ; number += 1) yield number
}

const square = { name: import.meta.resolve('./tasks.ts#square') }
await using pool = new WorkerPool({ workers: 4 })
for await (const value of pool.imap<number, number>(square, naturalNumbers(), { bufferSize: 8 })) {
  if (value > 50) break
  console.log(value)
}
