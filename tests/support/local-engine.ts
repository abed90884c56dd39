import { inspect } from 'node:util'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { createRouter, type Router } from '../../electron/engine/api/router.ts'
import { createEngine, type Engine, type EngineOptions } from '../../electron/engine/engine.ts'
import { builtInPresetsFolder, threadUrls } from '../../electron/hosts/thread-urls.ts'
import { isEndState, type RunId, type RunProgress } from '../../shared/model/run.ts'

/** A real engine in this process, with a client that speaks the contract to it. */
export interface LocalEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly client: RouterClient<Router>
  /** What the engine logged: a test that expects none says so. */
  readonly logged: string[]
}

/** What a test may want otherwise than a host has it. `worker` is the module of the pool's workers. */
export interface LocalEngineOptions extends Pick<
  EngineOptions,
  'attendsQueue' | 'roomLimits' | 'volumeInterval'
> {
  readonly worker?: URL
}

export async function localEngine(
  dataDirectory: string,
  { worker, ...options }: LocalEngineOptions = {},
): Promise<LocalEngine> {
  const logged: string[] = []
  const entryUrl = new URL('../../electron/hosts/cli.ts', import.meta.url).href
  const threads = threadUrls(entryUrl)
  const engine = await createEngine({
    ...options,
    dataDirectory,
    threads: worker === undefined ? threads : { ...threads, worker },
    builtInPresets: builtInPresetsFolder(entryUrl),
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

/**
 * Waits for the end of a run, told by the engine's own events.
 * @param sessions how many sessions it must have had by then: for one that is resumed by itself
 */
export async function runEnd(client: RouterClient<Router>, runId: RunId, sessions = 0): Promise<RunProgress> {
  const isOver = ({ run }: RunProgress): boolean => isEndState(run.state) && run.sessions >= sessions
  for await (const event of await client.runs.watch()) {
    const all = event.type === 'snapshot' ? event.active : [event.progress]
    const own = all.find((progress) => progress.run.id === runId)
    if (own !== undefined && isOver(own)) return own
    if (event.type !== 'snapshot' || own !== undefined) continue
    const progress = await client.runs.get({ runId })
    if (isOver(progress)) return progress
  }
  throw new Error('the engine stopped telling of its runs')
}

/** Waits until the engine tells of a run what is wanted. Fails where the run ends before. */
export async function untilRun(
  client: RouterClient<Router>,
  runId: RunId,
  isSo: (progress: RunProgress) => boolean,
): Promise<RunProgress> {
  for await (const event of await client.runs.watch()) {
    const all = event.type === 'snapshot' ? event.active : [event.progress]
    const own = all.find((progress) => progress.run.id === runId)
    if (own === undefined) continue
    if (isSo(own)) return own
    if (isEndState(own.run.state)) throw new Error(`run ${runId} ended before: ${JSON.stringify(own.run)}`)
  }
  throw new Error('the engine stopped telling of its runs')
}
