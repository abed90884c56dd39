import { inspect } from 'node:util'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from '../../electron/engine/api/router.ts'
import { createEngine, type Engine } from '../../electron/engine/engine.ts'
import { threadUrls } from '../../electron/hosts/thread-urls.ts'
import type { RunId, RunProgress } from '../../shared/model/run.ts'

/** A real engine in this process, with a client that speaks the contract to it. */
export interface LocalEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly client: RouterClient<Router>
  /** What the engine logged: a test that expects none says so. */
  readonly logged: string[]
}

export async function localEngine(dataDirectory: string): Promise<LocalEngine> {
  const logged: string[] = []
  const engine = await createEngine({
    dataDirectory,
    threads: threadUrls(new URL('../../electron/hosts/cli.ts', import.meta.url).href),
    version: '0.0.0-test',
    log: (message, error) => logged.push(error === undefined ? message : `${message} ${inspect(error)}`),
  })
  return {
    engine,
    client: createRouterClient(createRouter(engine)),
    logged,
    [Symbol.asyncDispose]: () => engine.close(),
  }
}

/** Waits for the end of a run, told by the engine's own events. */
export async function runEnd(client: RouterClient<Router>, runId: RunId): Promise<RunProgress> {
  for await (const event of await client.runs.watch()) {
    const all = event.type === 'snapshot' ? event.active : [event.progress]
    const own = all.find((progress) => progress.run.id === runId)
    if (own !== undefined && own.run.state !== 'running') return own
    if (event.type === 'snapshot' && own === undefined) return await client.runs.get({ runId })
  }
  throw new Error('the engine stopped telling of its runs')
}
