import { parseArgs } from 'node:util'
import { inputFilterSchema } from '../../shared/model/input-filter.ts'
import { enumerate } from '../../electron/engine/inputs/enumerate.ts'
import { report } from './contender.ts'
import { builtThreads } from './own-engine.ts'

// Batchyard's search for the files below a folder, with the size and date of each, in a thread that has done it before.
const { values } = parseArgs({ options: { folder: { type: 'string' }, items: { type: 'string' } } })
const items = Number(values.items)

async function findAll(): Promise<{ readonly first: number; readonly seconds: number }> {
  const began = performance.now()
  const batches = enumerate([{ kind: 'path', path: values.folder ?? '' }], {
    threadUrl: builtThreads.enumerator,
    filter: inputFilterSchema.parse({}),
    now: Date.now(),
  })
  let first: number | null = null
  let found = 0
  for await (const batch of batches) {
    first ??= performance.now() - began
    found += batch.items.length
  }
  if (found !== items || first === null) throw new Error(`${found} of ${items} files were found`)
  return { first, seconds: (performance.now() - began) / 1_000 }
}

await findAll()
const { first, seconds } = await findAll()
report({ first, perSecond: items / seconds })
