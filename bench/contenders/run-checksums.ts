import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRouterClient } from '@orpc/server'
import { createRouter } from '../../electron/engine/api/router.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { threadUrls } from '../../electron/hosts/thread-urls.ts'
import { isEndState } from '../../shared/model/run.ts'
import { report, workers } from './contender.ts'

// A whole run over a folder with checksums, in an engine of its own whose threads are those of the app as it is built
// and shipped. Cold: the engine's first run. Otherwise it has done a tenth of the files before.
const { values } = parseArgs({
  options: { folder: { type: 'string' }, scratch: { type: 'string' }, cold: { type: 'string' } },
})
const { folder = '', scratch = '' } = values

const dataDirectory = mkdtempSync(join(scratch, 'data-'))
const engine = await createEngine({
  dataDirectory,
  threads: threadUrls(new URL('../../out/main/engine-host.js', import.meta.url).href),
  version: 'bench',
  log: (message, error) => process.stderr.write(`${message} ${String(error)}\n`),
})
const { runs } = createRouterClient(createRouter(engine))

/** Makes the checksums of all files below some folders in a new run; how many a second, by the run's own clock. */
async function runOver(folders: readonly string[]): Promise<number> {
  const { runId } = await runs.start({
    inputs: folders.map((path) => ({ kind: 'path', path })),
    task: { type: 'checksum' },
    execution: { workers },
  })
  for await (const event of await runs.watch()) {
    const all = event.type === 'snapshot' ? event.active : [event.progress]
    if (all.some(({ run }) => run.id === runId && !isEndState(run.state))) continue
    const { run, elapsed } = await runs.get({ runId })
    if (!isEndState(run.state)) continue
    if (run.counts.succeeded !== run.counts.total) throw new Error(JSON.stringify(run))
    return (run.counts.total * 1_000) / elapsed
  }
  throw new Error('the engine stopped telling of its runs')
}

try {
  const parts = readdirSync(folder).map((name) => join(folder, name))
  if (values.cold === undefined) await runOver(parts.slice(0, Math.ceil(parts.length / 10)))
  report({ perSecond: await runOver([folder]) })
} finally {
  await engine.close()
  rmSync(dataDirectory, { recursive: true, force: true })
}
