import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from '../../electron/engine/api/router.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { keepCompiledSources } from '../../electron/hosts/compile-cache.ts'
import { threadUrls } from '../../electron/hosts/thread-urls.ts'
import { jobSchema } from '../../shared/model/job.ts'
import { isEndState, itemsWithResult, type RunProgress } from '../../shared/model/run.ts'

/**
 * An engine in a process of its own, whose workers die when they are told to:
 * `node engine-process.ts run|resume DATA-FOLDER JOB-FILE`. Prints a line of JSON for whatever it announces:
 * the start of its run, each progress, the end. `resume` takes the newest run.
 */
const [verb = '', dataDirectory = '', jobFile = ''] = process.argv.slice(2)

keepCompiledSources()
const engine = await createEngine({
  dataDirectory,
  threads: {
    ...threadUrls(new URL('../../electron/hosts/cli.ts', import.meta.url).href),
    worker: new URL('mortal-worker.ts', import.meta.url),
  },
  version: '0.0.0-drill',
  log: (message, error) => process.stderr.write(`${message} ${inspect(error)}\n`),
})
try {
  await followRun(createRouterClient(createRouter(engine)))
} finally {
  await engine.close()
}

async function followRun(client: RouterClient<Router>): Promise<void> {
  const events = await client.runs.watch()
  await events.next()
  const runId = await begin(client)
  say({ run: runId, done: 0 })
  for await (const event of events) {
    if (event.type !== 'progress' || event.progress.run.id !== runId) continue
    announce(event.progress)
    if (isEndState(event.progress.run.state)) return
  }
}

async function begin(client: RouterClient<Router>): Promise<number> {
  if (verb === 'run') {
    const job = jobSchema.parse(JSON.parse(readFileSync(jobFile, 'utf8')))
    return (await client.runs.start(job)).runId
  }
  const [newest] = await client.runs.list({ limit: 1 })
  if (verb !== 'resume' || newest === undefined) throw new Error(`engine-process.ts: it cannot ${verb}.`)
  return (await client.runs.resume({ runId: newest.id })).run.id
}

function announce({ run }: RunProgress): void {
  say({ run: run.id, done: itemsWithResult(run.counts) })
}

function say(announced: { readonly run: number; readonly done: number }): void {
  process.stdout.write(`${JSON.stringify(announced)}\n`)
}
